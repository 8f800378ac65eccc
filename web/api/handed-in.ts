import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { ShouwangError } from '../../errors.ts'
import type { ResultRow } from '../../queries/rows.ts'
import type { Parameters, Transaction } from '../../queries/warehouse.ts'
import type { Desk } from './desk.ts'
import { responsesOf } from './documents.ts'
import { newId } from './inspections/planning.ts'
import type { ApiEnv } from './problem.ts'

const MOST_FILE_BYTES = 1024 * 1024

/** Pictures and documents that people hand in with what they write, as a body has them. */
export const handedFiles = z
  .array(
    z
      .string()
      .max(1_400_000, '每个文件不超过 1 MB。')
      .regex(/^[A-Za-z0-9+/]+=*$/, 'files 应为 base64。'),
  )
  .max(5, '一次最多 5 个文件。')
  .default([])

/** What an answer tells of a file. */
export const handedFile = z.object({ file_id: z.string(), media_type: z.string(), byte_count: z.int() })

export interface ReadFile {
  bytes: Buffer
  media_type: string
}

const BEGINNINGS: readonly [string, Buffer][] = [
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['application/pdf', Buffer.from('%PDF-')],
]

/** What a file is, by how it begins and not by what it is called. Throws `bad_parameter` for anything else, or over 1 MB. */
export function readFile(text: string): ReadFile {
  const bytes = Buffer.from(text, 'base64')
  const found = BEGINNINGS.find(([, beginning]) => bytes.subarray(0, beginning.length).equals(beginning))
  if (found === undefined) {
    throw new ShouwangError('bad_parameter', '材料应为 JPEG、PNG 图片或 PDF 文件。', { parameter: 'files' })
  }
  if (bytes.length > MOST_FILE_BYTES) {
    throw new ShouwangError('bad_parameter', '每个文件不超过 1 MB。', { parameter: 'files' })
  }
  return { bytes, media_type: found[0] }
}

export interface KeptFiles {
  files: readonly ReadFile[]
  /** The statement that keeps what is told of one, and what it needs beside that. */
  statement: string
  of: Parameters
  /** With what the sealed bytes go, when that is forgotten. */
  bound: { inspection_id: string; child_id: bigint | null }
}

/** Keeps files, each sealed under its own number. */
export async function keepFiles(
  { services: { texts } }: Desk,
  transaction: Transaction,
  { files, statement, of, bound }: KeptFiles,
): Promise<void> {
  for (const [index, { bytes, media_type }] of files.entries()) {
    const file_id = newId()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const told = { file_id, number: index + 1, media_type, byte_count: bytes.length, sha256 }
    await transaction.run(statement, { ...of, ...told })
    const sealed = texts.seal(file_id, bytes.toString('base64'))
    await transaction.run('inspections/add_sealed', { item_id: file_id, ...bound, sealed })
  }
}

/** A file that was handed in, in clear. Throws `not_found` where there is none, or none any more. */
export async function openFile(
  { services: { warehouse, texts } }: Desk,
  file: ResultRow | undefined,
): Promise<ReadFile & { file_id: string }> {
  const file_id = String(file?.file_id)
  const [row] = file === undefined ? [] : await warehouse.query('inspections/sealed', { item_id: file_id })
  if (!row || !file) throw new ShouwangError('not_found', '没有这份材料，或者它已随儿童的身份信息删除。')
  const bytes = Buffer.from(texts.open(file_id, row.sealed as Uint8Array), 'base64')
  return { file_id, bytes, media_type: String(file.media_type) }
}

/** The path of a file under what it was handed in with. */
export const filePath = {
  file: z.string().min(8).max(40).openapi({ description: 'The number of a file, as the list gives it.' }),
}

/** What a route that gives a file answers with. */
export const fileResponses = {
  ...responsesOf(z.string(), 'The file', { isTable: false }),
  200: {
    description: 'The file',
    content: Object.fromEntries(BEGINNINGS.map(([type]) => [type, { schema: z.string() }])),
  },
}

/** A file as an answer: saved, never opened in place, for a PDF of somebody else is nothing that a page of this site should run. */
export function fileAnswer(
  c: Context<ApiEnv>,
  { file_id, bytes, media_type }: ReadFile & { file_id: string },
): Response {
  const name = `${file_id}.${media_type.split('/')[1] ?? 'bin'}`
  return c.body(new Uint8Array(bytes), 200, {
    'cache-control': 'no-store',
    'content-type': media_type,
    'x-content-type-options': 'nosniff',
    'content-disposition': `attachment; filename="${name}"`,
  })
}
