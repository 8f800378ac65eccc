import { spawn } from 'node:child_process'

const HOLD_WAREHOUSE = `
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(process.argv[1])
  process.stdout.write('open')
  process.stdin.resume()
`
const HOLD_SOCKET = `
  const { createServer } = await import('node:http')
  createServer().listen(process.argv[1], () => process.stdout.write('open'))
`

interface OtherProcess {
  /** Kills it, and answers when it is gone. */
  kill(): Promise<void>
}

async function startOther(code: string, path: string): Promise<OtherProcess> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  await new Promise<void>((resolve) => child.stdout.once('data', () => resolve()))
  return {
    kill: () => {
      child.kill('SIGKILL')
      return ended
    },
  }
}

/** Another process that has a warehouse open until it is killed. */
export const holdWarehouse = (file: string): Promise<OtherProcess> => startOther(HOLD_WAREHOUSE, file)

/** Leaves a socket file whose process was killed. */
export async function leaveSocket(path: string): Promise<void> {
  await (await startOther(HOLD_SOCKET, path)).kill()
}
