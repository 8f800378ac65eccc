import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'

const PIECE_BYTES = 4096

/**
 * A line to a server of this machine that passes at most so many bytes a second to whoever asks, all connections
 * together, until the test is over. Everything arrives, in small pieces and late, as in a village with poor signal.
 */
export async function startSlowLine(target_url: string, bytes_per_second: number): Promise<string> {
  const target = new URL(target_url)
  const sockets = new Set<Socket>()
  let free_at = Promise.resolve()
  const take_turn = (bytes: number): Promise<void> =>
    (free_at = free_at.then(() => pause((bytes / bytes_per_second) * 1000)))

  async function pass(from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        const piece = chunk.subarray(at, at + PIECE_BYTES)
        await take_turn(piece.length)
        if (to.destroyed) return
        if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')])
      }
    }
    to.end()
  }

  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => [client, upstream].forEach((other) => other.destroy()))
    }
    client.pipe(upstream)
    void pass(upstream, client).catch(() => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
