import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface WebServer {
  /** Without a slash at its end. */
  origin: string
  port: number
  /** What was asked for, in order: the method and the raw address. */
  asked: string[]
  requests: IncomingMessage[]
  /** Ends it before the test does. */
  stop(): Promise<void>
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void

/** A real web server on a free port of this machine, until the running test is over. */
export async function startWebServer(answer: Answer): Promise<WebServer> {
  const asked: string[] = []
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => stopServer(server))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, port, asked, requests, stop: () => stopServer(server) }
}

/** Answers by address; what is not named is not found. */
export const answerBy =
  (answers: Record<string, Answer | string>): Answer =>
  (request, response) => {
    const answer = answers[request.url ?? '']
    if (answer === undefined) response.writeHead(404).end()
    else if (typeof answer === 'string') response.end(answer)
    else answer(request, response)
  }

function stopServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })
}
