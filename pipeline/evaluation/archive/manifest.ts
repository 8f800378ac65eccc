import { z } from 'zod'
import { sha256 } from '../../../queries/archive-engine.ts'
import type { Entry } from './container.ts'

/** Raised whenever what is in an archive, or its layout, is another. */
export const FORMAT = 1

export const MANIFEST = 'manifest.json'
export const SIGNATURE = 'manifest.sig'

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`))
const local = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/)

/** Who froze a year, and when. */
const freezerSchema = z.strictObject({ by: z.string(), at: z.iso.datetime({ offset: true }) })

/** What an archive says of itself; everything else in it is held to this, and this to the signature. */
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  /** Of the rules by which results follow from the inputs (evaluation/evaluate.ts). */
  method: z.int().min(1),
  /** Of the program that wrote it. */
  program: z.string(),
  county: z.string(),
  year: z.string().regex(/^\d{4}$/),
  /** The day that the duties are judged on, and when what is told was known: the county's local time. */
  as_of: local,
  known_at: local,
  state: z.enum(['draft', 'frozen']),
  frozen: z.strictObject({ proposed: freezerSchema, confirmed: freezerSchema }).nullable(),
  public_key: hex(32),
  entries: z.array(z.strictObject({ name: z.string(), bytes: z.int().min(0), sha256: hex(32) })),
})
export type Manifest = z.infer<typeof manifestSchema>

/** The manifest in its bytes; null for what is none of this format. */
export function readManifest(bytes: Buffer): Manifest | null {
  try {
    return manifestSchema.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}

/** The format that a manifest says it has; null where it says none. */
export function formatOf(bytes: Buffer): number | null {
  try {
    return z.object({ format: z.int() }).parse(JSON.parse(bytes.toString('utf8'))).format
  } catch {
    return null
  }
}

/** JSON as an archive has it, with a line a value, to be read by people too. */
export const jsonBytes = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

/** What a manifest says of its entries. */
export const listed = (entries: readonly Entry[]): Manifest['entries'] =>
  entries.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256(bytes) }))
