import { chromium, type Browser } from 'playwright-core'
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
export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium()
  if (executablePath === null) throw new Error('No Chromium on this machine: run `npm test`, or set CHROMIUM_PATH.')
  return chromium.launch({ executablePath, args: FLAGS })
}
