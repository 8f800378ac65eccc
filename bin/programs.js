import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const CHROMIUM_NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
]
const CHROMIUM_PLACES = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]
const SSHD_PLACES = ['/usr/sbin/sshd', '/usr/local/sbin/sshd', '/usr/bin/sshd', '/opt/homebrew/sbin/sshd']

const isProgram = (path) => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The path of a program by its name, as a shell would find it; null when there is none. */
export function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

/** The path of a Chromium (or a browser built on it): CHROMIUM_PATH first, then the search path, then usual places. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '') return isProgram(named) ? named : null
  for (const name of CHROMIUM_NAMES) {
    const path = findProgram(name)
    if (path !== null) return path
  }
  return CHROMIUM_PLACES.find(isProgram) ?? null
}

/** The path of OpenSSH's server, which must be called by its full path; null when there is none. */
export function findSshd() {
  return findProgram('sshd') ?? SSHD_PLACES.find(isProgram) ?? null
}
