import { z } from 'zod'

/**
 * The API's answers as the pages read them (interfaces.md, HTTP). They come from our own routes, and are read through
 * a schema all the same, so that a page fails here with the field's name and not somewhere in a component.
 */
const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'not an instant')
const rate = z.number().min(0).max(1).nullable()
const count = z.number().int().min(0)

export const summaryRow = z.object({
  level: z.enum(['county', 'township', 'village', 'school']),
  unit_id: z.string(),
  unit_name: z.string(),
  duty: z.string(),
  period: z.string(),
  met: count,
  late: count,
  missed: count,
  ahead: count,
  pending: count,
  rate,
  low: rate,
  high: rate,
  target: rate,
  /** Of other units' villages and schools: the end of a quarter that the row is for. */
  settled_at: instant.optional(),
})

/** Rows without those of which the viewer may know only that they are there (web/api/small-cells.ts). */
export const shownRows = <Row extends z.ZodType>(row: Row) =>
  z.preprocess((rows) => (Array.isArray(rows) ? rows.filter((each) => !isSuppressed(each)) : rows), z.array(row))

const isSuppressed = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'is_suppressed' in row && row.is_suppressed === true

export const summaryAnswer = z.object({
  as_of: instant,
  state: z.union([z.number(), z.string()]),
  period: z.string().nullable(),
  rows: shownRows(summaryRow),
})

export const family = z.enum([
  'coverage',
  'pairing',
  'talk',
  'escalation',
  'schooling',
  'health',
  'guardianship',
  'homes',
])

export const duty = z.object({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  family,
  subject: z.string(),
  period: z.string(),
  target: rate,
  source: z.string(),
  sentence: z.string(),
  sentence_en: z.string(),
  source_en: z.string(),
})

export const dutiesAnswer = z.object({ duties: z.array(duty) })

const loadState = z.enum(['loaded', 'unchanged', 'held', 'refused', 'absent', 'failed'])

export const registerHealth = z.object({
  register: z.string(),
  state: loadState.nullable(),
  data_at: instant.nullable(),
  is_stale: z.boolean(),
})

export const townshipHealth = z.object({
  id: z.string(),
  name: z.string(),
  /** The last batch that brought something new. */
  data_at: instant.nullable(),
  /** The last batch, whatever became of it. */
  pulled_at: instant.nullable().optional(),
  state: loadState.nullable(),
  is_stale: z.boolean(),
  stale_since: instant.nullable(),
  registers: z.array(registerHealth),
})

export const healthAnswer = z.object({
  status: z.string(),
  since: instant,
  as_of: instant,
  state: z.union([z.number(), z.string()]),
  townships: z.array(townshipHealth),
})

/** RFC 9457, as every route answers an error. */
export const problemAnswer = z.object({
  title: z.string(),
  detail: z.string().optional(),
  status: z.number().optional(),
  code: z.string().optional(),
  data: z.record(z.string(), z.unknown()).optional(),
})

export type SummaryRow = z.infer<typeof summaryRow>
export type Family = z.infer<typeof family>
export type Duty = z.infer<typeof duty>
export type LoadState = z.infer<typeof loadState>
export type RegisterHealth = z.infer<typeof registerHealth>
export type TownshipHealth = z.infer<typeof townshipHealth>
export type Health = z.infer<typeof healthAnswer>
