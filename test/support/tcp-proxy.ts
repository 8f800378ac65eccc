import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ProxiedConnection {
  /** Which connection it is, from 1 on. */
  number: number
  /** Breaks it at once, on both sides. */
  drop(): void
  /** Passes nothing on any more, but keeps it open. */
  stall(): void
}

/** Called before each piece from the server is passed on, with the number of bytes that came with and before it. */
export type OnBytes = (connection: ProxiedConnection, bytes: number) => void

/** Stands between a client and a server of this machine, to break or stall what goes through, until the test is over. */
export async function startTcpProxy(target_port: number, onBytes: OnBytes): Promise<{ port: number }> {
  const sockets = new Set<Socket>()
  let count = 0
  const server = createServer((client) => {
    count += 1
    const upstream = connect(target_port, '127.0.0.1')
    const pair = [client, upstream]
    let isStalled = false
    let bytes = 0
    const drop = (): void => {
      for (const socket of pair) socket.destroy()
    }
    const stall = (): void => {
      isStalled = true
    }
    const connection = { number: count, drop, stall }
    for (const socket of pair) {
      sockets.add(socket)
      socket.on('error', drop).on('close', drop)
    }
    client.pipe(upstream)
    upstream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (!isStalled) onBytes(connection, bytes)
      if (!isStalled && !client.destroyed) client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port }
}
