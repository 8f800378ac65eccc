import { z } from '@hono/zod-openapi'
import { KINDS, SUBJECT_KINDS } from './inspection.ts'
import { RESULTS } from './findings.ts'

/** A day, as bodies of inspections have it. */
export const day = (name: string) => z.iso.date({ error: `${name} 应为日期，如 2026-11-24。` })
const instant = (name: string) => z.iso.datetime({ offset: true, error: `${name} 应为带时区的时间。` })
/** A number that whoever sends something makes for it. */
export const id = (name: string) =>
  z.string().regex(/^[a-z0-9-]{8,40}$/, `${name} 应为 8 至 40 个小写字母、数字或短横。`)
/** Words, of which control characters are refused. */
export const written = (name: string, most: number) =>
  z
    .string()
    .trim()
    .max(most, `${name} 不超过 ${most} 个字。`)
    .refine((text) => !/[^\P{Cc}\n\r\t]/u.test(text), `${name} 里有不能保存的字符。`)
/** Words that must be there. */
export const someWords = (name: string, most: number) =>
  written(name, most).refine((text) => text !== '', `请写明${name}。`)
const share = z.int().min(0, '每层抽取数不小于 0。').max(200, '每层抽取数不超过 200。')
const shares = z.strictObject(Object.fromEntries(SUBJECT_KINDS.map((kind) => [kind, share.optional()])))
const unit = z.string().min(1).max(200)

/** When and by whom an inspection is held. */
export const heldBy = z.strictObject({
  title: someWords('标题', 60),
  kind: z.enum(KINDS, { error: 'kind 应为 announced（明察）或 unannounced（暗访）。' }),
  starts_on: day('starts_on'),
  ends_on: day('ends_on'),
  team: z
    .array(z.strictObject({ account: z.string().min(1).max(63), ties: z.array(unit).max(200).default([]) }))
    .min(1, '请至少选一名检查人员。')
    .max(100)
    .describe('Inspectors, each with the units that they have a tie with'),
})

/** The body of `POST /api/inspections`. */
export const planRequest = heldBy
  .extend({
    units: z.array(unit).max(200).default([]).describe('Units in scope; none: the whole county'),
    random: shares.describe('How many to draw at random in each stratum, by kind of subject'),
    risk: shares.default({}).describe('How many of the rest with probability in proportion to risk'),
  })
  .refine(({ starts_on, ends_on }) => starts_on <= ends_on, 'ends_on 不能早于 starts_on。')
  .refine(
    ({ random, risk }) => [...Object.values(random), ...Object.values(risk)].some((count) => (count ?? 0) > 0),
    '请至少给出一种要抽查的对象和数量。',
  )
  .openapi('InspectionPlan')

const device = z
  .strictObject({ device_id: id('device_id'), token: z.string().min(20).max(100) })
  .describe('Of a device that took the worksheet along')

/** The body of `POST /api/inspections/{inspection}/findings`. */
export const findingsRequest = z
  .strictObject({
    device: device.optional(),
    findings: z
      .array(
        z.strictObject({
          finding_id: id('finding_id').describe('Made by whoever tells it: told twice it is kept once'),
          claim_id: z.int().min(1),
          after: id('after').nullable().describe('The finding that this one replaces, as its teller knows it'),
          result: z.enum(RESULTS, { error: `result 应为 ${RESULTS.join('、')} 之一。` }),
          note: written('说明', 1000).default(''),
          found_at: instant('found_at'),
          sequence: z.int().min(1).optional().describe('The number on its device, from 1 on'),
          place: z
            .strictObject({
              latitude: z.number().min(-90).max(90),
              longitude: z.number().min(-180).max(180),
              accuracy_m: z.number().min(0).max(1e7),
            })
            .optional(),
        }),
      )
      .min(1, '没有要保存的核查结果。')
      .max(50, '一次最多 50 条。'),
  })
  .openapi('InspectionFindings')

const takenRow = z.object({
  finding_id: z.string(),
  claim_id: z.int(),
  state: z.enum(['kept', 'known', 'conflict']),
})

/** What became of each finding that was told. */
export const findingsAnswer = z.object({ results: z.array(takenRow) }).openapi('InspectionFindingsTaken')

/** The body of `POST /api/inspections/{inspection}/photos`. */
export const photoRequest = z
  .strictObject({
    device: device.optional(),
    photo_id: id('photo_id'),
    finding_id: id('finding_id'),
    taken_at: instant('taken_at'),
    jpeg: z
      .string()
      .max(1_400_000, '照片不超过 1 MB。')
      .regex(/^[A-Za-z0-9+/]+=*$/, 'jpeg 应为 base64。'),
  })
  .openapi('InspectionPhoto')

/** The body of `POST /api/inspections/{inspection}/devices`. */
export const deviceRequest = z.strictObject({
  name: someWords('设备名', 60),
  password: z.string().min(1).max(256).describe('Of the account: the worksheet is sealed with it on the device'),
})

/** The body of `POST /api/inspections/{inspection}/settle`. */
export const settleRequest = z.strictObject({ finding_id: id('finding_id') })

/** The body of `POST /api/inspections/{inspection}/step`. */
export const stepRequest = z.strictObject({
  step: z.enum(['draw', 'reveal', 'close', 'cancel'], { error: 'step 应为 draw、reveal、close 或 cancel。' }),
})

const head = z
  .object({
    inspection_id: z.string(),
    title: z.string(),
    kind: z.enum(KINDS),
    step: z.enum(['committed', 'drawn', 'revealed', 'closed', 'cancelled']),
    starts_on: z.string(),
    ends_on: z.string(),
    units: z.array(z.string()),
    team: z.array(z.string()).describe('Accounts'),
    as_of: z.string().nullable().describe('What the record is read at'),
    created_at: z.string().nullable(),
    drawn_at: z.string().nullable(),
    revealed_at: z.string().nullable(),
    closed_at: z.string().nullable(),
    may_lead: z.boolean(),
    may_inspect: z.boolean(),
  })
  .openapi('InspectionHead')

/** What a unit replied. */
export const inspectionReply = z
  .object({
    reply_id: z.string(),
    unit_id: z.string(),
    written_at: z.string().nullable(),
    written_by: z.string(),
    reply: z.string().nullable(),
  })
  .openapi('InspectionReply')

/** What `GET /api/inspections` answers. */
export const inspectionsAnswer = z
  .object({ rows: z.array(head), inspectors: z.array(z.string()).describe('Accounts to choose from, for leaders') })
  .openapi('Inspections')

/** What `GET /api/inspections/{inspection}` answers. */
export const inspectionAnswer = head
  .extend({
    random: z.record(z.string(), z.number()),
    risk: z.record(z.string(), z.number()),
    frame_hash: z.string(),
    commitment: z.string(),
    seed: z.string().nullable().describe('Opened when the inspection is revealed'),
    ties: z.record(z.string(), z.array(z.string())).nullable().describe('Of the team: to who leads alone'),
    samples: z.array(z.record(z.string(), z.unknown())).describe('Of a unit its own alone; names masked'),
    replies: z.array(inspectionReply).describe('Of units: to a unit its own'),
    conflicts: z.array(z.int()).describe('Claims that were told differently and wait for a choice'),
    devices: z.array(z.record(z.string(), z.unknown())).describe('To who works on it alone'),
  })
  .openapi('Inspection')

/** What `GET /api/inspections/{inspection}/worksheet` answers. */
export const worksheetAnswer = head
  .extend({ taken_at: z.string().nullable(), samples: z.array(z.record(z.string(), z.unknown())) })
  .openapi('Worksheet')
