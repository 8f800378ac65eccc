import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ShouwangError } from '../../errors.ts'
import type { Services } from '../../web/server/services.ts'

/** A request as the pages' server hooks know it. */
export type PageRequest = IncomingMessage & { services?: Services; clientAddress?: string }
export type PageHandler = (request: PageRequest, response: ServerResponse, next: () => void) => unknown

/** The header by which SvelteKit's handler is told how the request came; set for each request, whatever it says itself. */
export const PROTOCOL_HEADER = 'x-forwarded-proto'
/** The longest form. */
export const BODY_SIZE_LIMIT = '6M'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const HANDLER = join(ROOT, 'build', 'handler.js')
const VITE = join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js')

export interface PagesOptions {
  /** The process's own environment, which SvelteKit's handler reads when it is loaded. */
  env: Record<string, string | undefined>
  notice: (message: string) => void
}

/** SvelteKit's handler of the built pages; builds them first where they are missing. */
export async function loadPages({ env, notice }: PagesOptions): Promise<PageHandler> {
  if (!existsSync(HANDLER)) await build(notice)
  // Without it the handler takes every request for https, and refuses its own forms as coming from elsewhere.
  env.PROTOCOL_HEADER ??= PROTOCOL_HEADER
  // Five files of 1 MB that a unit hands in; every other form is short.
  env.BODY_SIZE_LIMIT ??= BODY_SIZE_LIMIT
  const { handler } = (await import(pathToFileURL(HANDLER).href)) as { handler: PageHandler }
  return handler
}

async function build(notice: (message: string) => void): Promise<void> {
  const byHand = '请在项目目录运行 npm ci 和 npm run build。'
  if (!existsSync(VITE)) throw new ShouwangError('not_ready', `页面尚未构建。${byHand}`, { missing: HANDLER })
  notice('正在构建页面（仅第一次，约十秒）…')
  const said: string[] = []
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(process.execPath, [VITE, 'build', '--logLevel', 'warn'], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => said.push(part.toString()))
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code === 0) return
  notice(said.join(''))
  throw new ShouwangError('not_ready', `页面没有构建成功，原因见上。${byHand}`, { code })
}
