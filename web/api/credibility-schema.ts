import { z } from '@hono/zod-openapi'
import { parseSignal } from '../../queries/credibility.ts'
import { as_of, state } from './schemas.ts'

const MOST_LETTERS = 500
const count = z.int().min(0)
const text = z.string().nullable()

const signal = z
  .object({
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    sentence: z.string(),
    sentence_en: z.string(),
    test: z.enum(['tail', 'all']).describe('`all`: odd only where nothing is without it'),
    least: count.describe('Fewer than these are no lead'),
    spread: z.number().describe('The least correlation within a unit that is reckoned with'),
    false_alarms: z.object({ flagged: count, units: count }).describe('Measured over honest synthetic counties'),
  })
  .openapi('CredibilitySignal')

const lead = z
  .object({
    signal: z.string(),
    level: z.enum(['township', 'school']),
    unit_id: z.string(),
    unit_name: z.string(),
    township: z.string(),
    n: count.describe('Things at risk: talks, or a class’s months'),
    observed: count.describe('How many of them show the signal'),
    expected: z.number().nullable().describe('By the rate of the other units of its level; null where there are none'),
    chance: z.number().nullable().describe('That an honest unit shows so many or more'),
    is_flagged: z.boolean(),
  })
  .openapi('CredibilityLead')

/** A reply as it is kept beside a signal. */
export const replyRow = z
  .object({
    unit_id: z.string(),
    signal: z.string(),
    as_of: z.string().describe('The instant of the page that was replied to'),
    written_at: z.string(),
    written_by: z.string(),
    reply: z.string(),
  })
  .openapi('CredibilityReply')

/** What `GET /api/credibility` answers. */
export const credibilityAnswer = z
  .object({
    as_of,
    state,
    signals: z.array(signal),
    total: count.describe('How many rows there are on all pages'),
    rows: z.array(lead),
    replies: z.array(replyRow.extend({ reply_id: count })).describe('To the rows of the page'),
    next_cursor: text,
  })
  .openapi('Credibility')

/** What `GET /api/credibility/rows` answers. */
export const leadRowsAnswer = z
  .object({
    as_of,
    state,
    signal: z.string(),
    rows: z.array(
      z.object({
        township_id: z.string(),
        school: text,
        child: text,
        child_digits: text,
        by: text.describe('Whoever wrote the record, masked'),
        happened_on: text,
        seen_at: text.describe('The first batch that showed it'),
        gone_at: text.describe('The batch from which on it was gone'),
        item_count: count.describe('What one_day, same_text and class_dates count: talks of the day, or children'),
      }),
    ),
    next_cursor: text,
  })
  .openapi('CredibilityRows')

/** Numbers of people: an id number, a mobile; also written in groups. */
const hasNumber = (reply: string): boolean => /\d{11}/.test(reply.normalize('NFKC').replace(/[\s-]/g, ''))

/** The body of `POST /api/credibility/replies`. */
export const replyRequest = z.strictObject({
  unit: z.string().min(1).max(200).describe('A township, or a school of one'),
  signal: z.string().max(60).transform(parseSignal),
  as_of: z.iso.datetime({ offset: true, error: 'as_of 应为带时区的时间。' }).optional(),
  reply: z
    .string()
    .trim()
    .min(1, '请写明回复内容。')
    .max(MOST_LETTERS, `回复不超过 ${MOST_LETTERS} 个字。`)
    .refine((reply) => !/[^\P{Cc}\n\r\t]/u.test(reply), '回复里有不能保存的字符。')
    .refine((reply) => !hasNumber(reply), '回复里请不要写身份证号或电话号码。'),
})
