import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core'
import { findChromium } from '../../bin/programs.js'

/** No sandbox, as root has none; nothing that calls out by itself. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--lang=zh-CN',
]

/** Starts the Chromium that `npm test` found or installed. Pages that need Chinese number formats set `locale` themselves. */
export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath: executable(), args: FLAGS })

/** Starts the same Chromium with a profile folder, which outlives it: what a telephone has after a restart. */
export const launchProfile = (folder: string, options: BrowserContextOptions = {}): Promise<BrowserContext> =>
  chromium.launchPersistentContext(folder, { executablePath: executable(), args: FLAGS, ...options })

function executable(): string {
  const path = findChromium()
  if (path === null) throw new Error('No Chromium on this machine: run `npm test`, or set CHROMIUM_PATH.')
  return path
}
