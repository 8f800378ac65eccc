import { z } from '@hono/zod-openapi'
import { ShouwangError } from '../../errors.ts'
import { INCIDENT_KINDS, type LiveTime, type Telling } from '../../queries/live-incidents.ts'

const EXAMPLE = '2026-11-24T09:05:00+08:00'

const instant = (name: string) =>
  z.iso
    .datetime({
      offset: true,
      error: `${name} 应为带时区的时间，如 ${EXAMPLE}。`,
    })
    .transform((text) => new Date(text))
    .openapi({ type: 'string', format: 'date-time', example: EXAMPLE })

const id = (name: string, longest: number) =>
  z
    .string({ error: ({ input }) => (input === undefined ? `缺少 ${name}。` : `${name} 应为文本。`) })
    .trim()
    .min(1, `${name} 不能为空。`)
    .max(longest, `${name} 不能超过 ${longest} 个字符。`)

const time = (name: LiveTime) => instant(name).nullish().describe('null takes it back; left out, it stays as it was')

/** The body of an intake: one incident, or an update of its times. What it does not name is refused. */
export const tellingSchema = z
  .strictObject(
    {
      township_id: id('township_id', 20).optional().describe('Where it is given, the token must be of this township'),
      incident_id: id('incident_id', 100).describe('As the township’s register calls it'),
      child_id: id('child_id', 40).optional().describe('18 characters; needed in the first telling, sealed at once'),
      kind: z
        .enum(INCIDENT_KINDS, { error: `kind 应为 ${INCIDENT_KINDS.join('、')} 之一。` })
        .optional()
        .describe('Needed in the first telling'),
      occurred_at: instant('occurred_at').optional().describe('Needed in the first telling'),
      guardian_notified_at: time('guardian_notified_at'),
      parents_notified_at: time('parents_notified_at'),
      education_reported_at: time('education_reported_at'),
      township_reported_at: time('township_reported_at'),
      police_reported_at: time('police_reported_at'),
      closed_at: time('closed_at'),
    },
    {
      error: (issue) => {
        if (issue.code === 'unrecognized_keys')
          return `没有这些字段：${issue.keys.map((key) => key.slice(0, 60)).join('、')}。`
        return issue.code === 'invalid_type' ? '内容应为一个 JSON 对象。' : undefined
      },
    },
  )
  .openapi('IncidentTelling')

/** Reads a body; throws `bad_parameter` with every fault and its field. The values are not repeated: they are of children. */
export function readTelling(text: string): Telling {
  const parsed = tellingSchema.safeParse(parseJson(text))
  if (parsed.success) return { ...parsed.data, incident_id: parsed.data.incident_id.normalize('NFKC') }
  const faults = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  throw new ShouwangError('bad_parameter', faults.map(({ message }) => message).join(' '), {
    field: faults[0]?.field,
    faults,
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ShouwangError('bad_parameter', '内容不是有效的 JSON；请用 UTF-8 编码发送一个 JSON 对象。', { field: '' })
  }
}
