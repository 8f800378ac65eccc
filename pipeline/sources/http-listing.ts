import { HTMLElement, parse, type Node } from 'node-html-parser'
import { z } from 'zod'
import { decodeName, decodeSegment, isLeftOut, isPlainName } from './file-name.ts'
import { shownUrl } from './http-client.ts'

/** A file that a listing names; `url` is null where its name or its place is refused. */
export interface ListedFile {
  name: string
  url: URL | null
  /** What the listing says of it, if anything. */
  size: number | null
  modified_at: string | null
  etag: string | null
}

/** What is wrong with a listing as a whole, as a Chinese clause. */
export class ListingFault extends Error {}

const BARE = { size: null, modified_at: null, etag: null }

/** ISO 8601 or the form of HTTP dates, as web servers write them; kept in UTC. */
const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), '要写成 ISO 8601 时间')
  .transform((text) => new Date(text).toISOString())

// Other keys are passed over: the index belongs to the township's own software, which may say more of its files.
const indexFile = z.object({
  name: z.string('要有文件名'),
  size: z.int().nonnegative().nullish(),
  modified_at: instant.nullish(),
  etag: z.string().nullish(),
  // nginx (`autoindex_format json`) and Caddy write these.
  type: z.string().nullish(),
  mtime: instant.nullish(),
  mod_time: instant.nullish(),
  is_dir: z.boolean().nullish(),
})
const indexEntries = z.array(z.union([z.string(), indexFile], '每一项要写成文件名或 {"name": …}'), '要是一个列表')
const indexSchema = z.union([indexEntries, z.object({ files: indexEntries })])

/** Reads a listing that came from `url`: an index in JSON, else the page that nginx, Apache or Python write. */
export function readListing(bytes: Uint8Array, url: URL): ListedFile[] {
  const text = decodeName(bytes)?.replace(/^\uFEFF/, '') ?? ''
  return /^\s*[[{]/.test(text) ? readIndex(text, url) : readPage(text, url)
}

/** Whether bytes that came in place of an index.json are a page: some servers answer every address with one. */
export const isPage = (bytes: Uint8Array): boolean => /^\uFEFF?\s*</.test(decodeName(bytes.subarray(0, 1024)) ?? '<')

/** Reads an index: an array of names or of objects with a name, or such an array under `files`. */
export function readIndex(text: string, url: URL): ListedFile[] {
  const parsed = indexSchema.safeParse(parseJson(text))
  if (!parsed.success) throw new ListingFault(`格式不对：${indexFaultText(parsed.error)}`)
  const entries = Array.isArray(parsed.data) ? parsed.data : parsed.data.files
  return withoutRepeats(
    entries.flatMap((entry) => indexedFile(typeof entry === 'string' ? { name: entry } : entry, url)),
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ListingFault('格式不对：不是完整的 JSON')
  }
}

const indexFaultText = (error: z.ZodError): string => {
  const issue = error.issues[0]
  // Of a union zod tells every branch; the way to the entry is in the one that went furthest.
  const branches = issue?.code === 'invalid_union' ? issue.errors.flat() : []
  const deepest = branches.sort((a, b) => b.path.length - a.path.length)[0] ?? issue
  return deepest === undefined ? '看不懂' : `${deepest.path.join('.') || '整个文件'} ${deepest.message}`
}

function indexedFile(entry: z.infer<typeof indexFile>, url: URL): ListedFile[] {
  const { name } = entry
  const isFolder = entry.is_dir === true || (entry.type ?? 'file') !== 'file' || /^[^/\\]+\/$/.test(name)
  if (isFolder || name === 'index.json') return []
  if (!isPlainName(name)) return [refused(name)]
  if (isLeftOut(name)) return []
  return [
    {
      name,
      url: new URL(encodeURIComponent(name), url),
      size: entry.size ?? null,
      modified_at: entry.modified_at ?? entry.mtime ?? entry.mod_time ?? null,
      etag: entry.etag ?? null,
    },
  ]
}

const refused = (name: string): ListedFile => ({ name, url: null, ...BARE })

const withoutRepeats = (files: ListedFile[]): ListedFile[] => {
  const seen = new Set<string>()
  return files.filter(({ name }) => !seen.has(name) && seen.add(name))
}

/** Reads a page of links. Only links to files beside the page count; those to tables elsewhere are refused aloud. */
export function readPage(html: string, url: URL): ListedFile[] {
  const page = elementsOf(html)
  if (page.some((element) => isTag(element, 'input') && element.getAttribute('type')?.toLowerCase() === 'password')) {
    throw new ListingFault('是登录页面，不是文件列表：请检查访问令牌')
  }
  const links = page.filter((element) => isTag(element, 'a')).map((element) => element.getAttribute('href'))
  const targets = links.flatMap((href) =>
    href !== undefined && URL.canParse(href, url.href) ? [new URL(href, url)] : [],
  )
  const files = targets.flatMap((target) => linkedFile(target, url))
  if (files.length === 0 && !isListing(page, targets, url)) throw new ListingFault('不是文件列表：请检查网址')
  return withoutRepeats(files)
}

/** A file that has the look of an export: a link to one that lies elsewhere is told, other links are the page's own. */
const TABLE = /\.(csv|txt|tsv|xlsx?)$/i

function linkedFile(target: URL, page: URL): ListedFile[] {
  const last = target.pathname.slice(target.pathname.lastIndexOf('/') + 1)
  const name = decodeSegment(last)
  if (target.origin !== page.origin || folderOf(target) !== folderOf(page)) {
    return TABLE.test(last) ? [refused(shownUrl(target))] : []
  }
  if (last === '' || target.pathname === page.pathname) return []
  if (name === null || !isPlainName(name)) return [refused(name ?? last)]
  if (isLeftOut(name)) return []
  target.hash = ''
  return [{ name, url: target, ...BARE }]
}

const folderOf = ({ pathname }: URL): string => pathname.slice(0, pathname.lastIndexOf('/') + 1)

/** An empty folder's page is told from any other page by its title, or by the link to the folder above. */
function isListing(page: HTMLElement[], targets: URL[], url: URL): boolean {
  const folder = folderOf(url)
  const above = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)
  if (folder !== '/' && targets.some((target) => target.origin === url.origin && target.pathname === above)) return true
  return page.some(
    (element) => (isTag(element, 'title') || isTag(element, 'h1')) && /index of|directory listing/i.test(element.text),
  )
}

const isTag = (element: HTMLElement, name: string): boolean => element.rawTagName.toLowerCase() === name

const isElement = (node: Node): node is HTMLElement =>
  node instanceof HTMLElement && typeof node.rawTagName === 'string'

/**
 * Every element of a page, in no order that matters. node-html-parser looks for the end of each comment anew, in time
 * that grows with the square of their number, so comments go first; and it closes what was left open in the same way,
 * so it is told not to.
 */
function elementsOf(html: string): HTMLElement[] {
  const root = parse(withoutComments(html), {
    parseNoneClosedTags: true,
    // By default `pre` is text; nginx and Apache write their listings in one.
    blockTextElements: { script: false, style: false },
  })
  const elements: HTMLElement[] = []
  const open: Node[] = [root]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (isElement(node)) elements.push(node)
    open.push(...node.childNodes)
  }
  return elements
}

function withoutComments(html: string): string {
  const parts: string[] = []
  let from = 0
  for (;;) {
    const start = html.indexOf('<!--', from)
    if (start === -1) break
    parts.push(html.slice(from, start))
    const end = html.indexOf('-->', start + 4)
    if (end === -1) return parts.join(' ').replaceAll('<![', ' ')
    from = end + 3
  }
  parts.push(html.slice(from))
  return parts.join(' ').replaceAll('<![', ' ')
}
