import { ShouwangError } from '../../errors.ts'
import { fileBeingWritten, fileGone, fileTooLarge, nameRefused, sizeText, tooManyFiles } from './file-faults.ts'
import { byName, decodeSegment } from './file-name.ts'
import { httpClient, shownUrl, type HttpAnswer, type HttpGet } from './http-client.ts'
import { isPage, ListingFault, readListing, type ListedFile } from './http-listing.ts'
import { sleepFor, type Sleep } from './retry.ts'
import type { ExportFile, FileVersion, OpenFile, Source, SourceLimits } from './source.ts'
import { startTimer, type Timer } from './watchdog.ts'

export interface HttpOptions {
  /** A folder that lists its files, or an index that ends with `.json`. A name and password in it become Basic. */
  url: string
  /** Sent as a bearer token, to the origin of `url` only. */
  token?: string | null
  limits: SourceLimits
  fetch?: typeof globalThis.fetch
  sleep?: Sleep
  random?: () => number
  timer?: Timer
}

/** A listing of `max_files` long names takes a quarter of this; more is no listing, and parsing it costs. */
const LISTING_BYTES = 1024 * 1024

/**
 * The files that a web server lists: `index.json` where there is one, else its page of links. Files are fetched whole
 * when they are opened, conditionally where a version is known, and held in memory.
 */
export function httpSource(options: HttpOptions): Source {
  const { limits, fetch = globalThis.fetch, sleep = sleepFor, random = Math.random, timer = startTimer } = options
  const url = new URL(options.url)
  const authorization = authorizationOf(url, options.token ?? null)
  url.username = ''
  url.password = ''
  url.hash = ''
  const closing = new AbortController()
  const get = httpClient({
    origin: url.origin,
    authorization,
    timeout_ms: limits.timeout_ms,
    retries: limits.retries,
    fetch,
    sleep,
    random,
    timer,
    signal: closing.signal,
  })
  return {
    async list() {
      const files = await listing(get, url)
      if (files.length > limits.max_files) throw tooManyFiles(shownUrl(url), files.length, limits.max_files)
      return files.map((file) => exportFile(get, file, limits)).sort(byName)
    },
    async close() {
      closing.abort()
    },
  }
}

/** The header that proves who asks, or null. What may not stand in a header is refused here, where it is not shown. */
function authorizationOf(url: URL, token: string | null): string | null {
  if (token !== null) {
    if (/^[\x21-\x7e]+$/.test(token)) return `Bearer ${token}`
    const message = '访问令牌里有空格、汉字或换行，不能用：请检查 token_env 所指的环境变量'
    throw new ShouwangError('source_failed', message, { url: shownUrl(url), reason: 'token' })
  }
  if (url.username === '' && url.password === '') return null
  const pair = [url.username, url.password].map((part) => decodeSegment(part) ?? part).join(':')
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

async function listing(get: HttpGet, url: URL): Promise<ListedFile[]> {
  if (url.pathname.endsWith('.json')) return readAnswer(await getListing(get, url))
  const folder = folderUrl(url)
  const index = await getListing(get, new URL('index.json', folder))
  if (index.status === 200 && !isPage(index.body.joined())) return readAnswer(index)
  // Whoever is not let in is not let in to the page either; every other refusal means that there is no index.
  if (index.status === 401) throw refusal(index)
  return readAnswer(await getListing(get, folder))
}

/** A folder's address ends with a slash; `list.php` or `?town=01` is a page of its own. */
function folderUrl(url: URL): URL {
  const last = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  if (last === '' || last.includes('.') || url.search !== '') return url
  const folder = new URL(url)
  folder.pathname += '/'
  return folder
}

const getListing = (get: HttpGet, url: URL): Promise<HttpAnswer> =>
  get({
    url,
    max_bytes: LISTING_BYTES,
    tooLarge: () =>
      new ShouwangError(
        'source_failed',
        `${shownUrl(url)} 不像文件列表（超过 ${sizeText(LISTING_BYTES)}）：配置里的 url 要写文件夹或 index.json 的网址`,
        { url: shownUrl(url), limit: LISTING_BYTES },
      ),
  })

function readAnswer(answer: HttpAnswer): ListedFile[] {
  if (answer.status !== 200) throw refusal(answer)
  try {
    return readListing(answer.body.joined(), answer.url)
  } catch (error) {
    if (!(error instanceof ListingFault)) throw error
    const message = `${shownUrl(answer.url)} ${error.message}`
    throw new ShouwangError('source_failed', message, { url: shownUrl(answer.url) }, { cause: error })
  }
}

const REFUSALS: Readonly<Record<number, string>> = {
  401: '拒绝访问：请检查访问令牌（token_env）',
  403: '拒绝访问：请检查访问令牌（token_env）和对方的权限设置',
  404: '不存在：请检查配置里的 url',
  410: '不存在：请检查配置里的 url',
}

const refusal = ({ status, url }: HttpAnswer): ShouwangError =>
  new ShouwangError('source_failed', `${shownUrl(url)} ${REFUSALS[status] ?? '没有给出内容'}（HTTP ${status}）`, {
    url: shownUrl(url),
    status,
  })

function exportFile(get: HttpGet, file: ListedFile, limits: SourceLimits): ExportFile {
  const { name, url } = file
  if (url === null) return nameRefused(name)
  return { name, open: (known) => openFile(get, { ...file, url }, known ?? null, limits) }
}

async function openFile(
  get: HttpGet,
  file: ListedFile & { url: URL },
  known: FileVersion | null,
  limits: SourceLimits,
): Promise<OpenFile | null> {
  const { name, url, size, etag } = file
  // The index is the publisher's word for what lies there, as an ETag is.
  if (etag !== null && etag === known?.etag) return null
  if (size !== null && size > limits.max_file_bytes) throw fileTooLarge(name, size, limits.max_file_bytes)
  const headers = conditions(known)
  const answer = await get({
    url,
    headers,
    max_bytes: limits.max_file_bytes,
    tooLarge: (announced) => fileTooLarge(name, announced, limits.max_file_bytes),
  })
  if (answer.status === 304 && Object.keys(headers).length > 0) return null
  if (answer.status === 404 || answer.status === 410) throw fileGone(name)
  if (answer.status !== 200) throw refusal(answer)
  const { body } = answer
  // The index was written for another file: one of the two is not finished yet.
  if (size !== null && size !== body.size) throw fileBeingWritten(name)
  return { name, size: body.size, version: versionOf(answer.headers, file), blocks: () => body.blocks() }
}

/** RFC 9110, 8.8.3; what an index calls an etag need not be one. */
const ENTITY_TAG = /^(W\/)?"[\x21\x23-\x7e]*"$/

/** RFC 9110, 13.1: the entity tag goes first, the date serves servers that have none. */
function conditions(known: FileVersion | null): Record<string, string> {
  const headers: Record<string, string> = {}
  if (known === null) return headers
  if (known.etag !== null && ENTITY_TAG.test(known.etag)) headers['if-none-match'] = known.etag
  if (known.modified_at !== null) headers['if-modified-since'] = new Date(known.modified_at).toUTCString()
  return headers
}

function versionOf(headers: Headers, file: ListedFile): FileVersion {
  const modified = Date.parse(headers.get('last-modified') ?? '')
  return {
    modified_at: Number.isNaN(modified) ? file.modified_at : new Date(modified).toISOString(),
    etag: headers.get('etag') ?? file.etag,
  }
}
