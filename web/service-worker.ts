/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, version } from '$service-worker'

// Lets /field open without a signal. It keeps that one page, which holds no data and is the same for everybody, and the
// files that it is made of; never an answer of the API, never another page. What the page itself keeps is sealed in IndexedDB.

const worker = globalThis.self as unknown as ServiceWorkerGlobalScope
const SHELL = '/field'
const CACHE = `field-${version}`
const STATIC = ['/favicon.svg', '/field.webmanifest', '/field-192.png', '/field-512.png']
const PARTS = ['nodes', 'assets']
/** A signal that is there but carries nothing must not keep somebody at a door waiting. */
const PATIENCE_MS = 4000

worker.addEventListener('install', (event) => event.waitUntil(keepShell().then(() => worker.skipWaiting())))
worker.addEventListener('activate', (event) => event.waitUntil(dropOthers().then(() => worker.clients.claim())))
worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin) return
  if (request.mode === 'navigate' && pathname === SHELL) event.respondWith(answerShell(request))
  else if (pathname.startsWith('/_app/immutable/') || STATIC.includes(pathname)) event.respondWith(answerFile(request))
})

async function keepShell(): Promise<void> {
  const cache = await caches.open(CACHE)
  const shell = await fetch(SHELL, { cache: 'no-store' })
  if (!isShell(shell)) throw new Error(`The page answered ${shell.status}.`)
  const html = await shell.clone().text()
  await cache.addAll(STATIC)
  await keepScripts(cache, entriesOf(html))
  await cache.put(SHELL, shell)
}

/** The styles that a page links to, the scripts that start it, and the nodes that it names; node 1 shows what went wrong. */
function entriesOf(html: string): string[] {
  const linked = [...html.matchAll(/_app\/immutable\/[\w./-]+\.(?:js|css)/g)].map(([path]) => `/${path}`)
  const nodes = /node_ids:\s*\[([\d,\s]+)\]/.exec(html)?.[1]?.split(',') ?? []
  const ofNodes = ['1', ...nodes].flatMap((node) =>
    build.filter((path) => PARTS.some((part) => path.includes(`/${part}/${node.trim()}.`))),
  )
  return [...new Set([...linked, ...ofNodes])]
}

/** Keeps files, and the scripts that they import. */
async function keepScripts(cache: Cache, entries: readonly string[]): Promise<void> {
  const known = new Set(entries)
  for (const path of known) {
    const response = await fetch(path)
    if (!response.ok) throw new Error(`${path} answered ${response.status}.`)
    if (path.endsWith('.js')) {
      const text = await response.clone().text()
      for (const [, from] of text.matchAll(/(?:from|import)\s*["'](\.{1,2}\/[\w./-]+\.js)["']/g)) {
        known.add(new URL(from ?? '', new URL(path, worker.location.origin)).pathname)
      }
    }
    await cache.put(path, response)
  }
}

async function dropOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith('field-') && name !== CACHE) await caches.delete(name)
}

const isShell = (response: Response): boolean => response.ok && !response.redirected

/** The page of the server, which knows the reader's language; without one the page that was kept. */
async function answerShell(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  const kept = await cache.match(SHELL)
  const asked = fetch(request)
  if (kept === undefined) return asked
  const fresh = asked.then(
    async (response) => {
      if (!isShell(response)) return kept
      await keepLanguage(cache, response.clone())
      return response
    },
    () => kept,
  )
  const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(kept.clone()), PATIENCE_MS))
  return Promise.race([fresh, patience])
}

/** Of the same build the latest page is kept, in the language and the colours that were chosen. */
async function keepLanguage(cache: Cache, response: Response): Promise<void> {
  const files = entriesOf(await response.clone().text())
  const all = await Promise.all(files.map((path) => cache.match(path)))
  if (all.every((file) => file !== undefined)) await cache.put(SHELL, response)
}

async function answerFile(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request)
}
