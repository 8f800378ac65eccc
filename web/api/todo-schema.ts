import { z } from '@hono/zod-openapi'
import { STATUSES } from '../../queries/ledger.ts'
import { TODO_NAMES } from '../../queries/todo.ts'

const text = z.string().nullable()
const count = z.int().min(0)
const instant = z.string().openapi({ format: 'date-time', example: '2026-10-31T12:00:00+08:00' })
const list = z.enum([...TODO_NAMES])
const facet = z.object({ value: z.string(), count })

const todoRow = z
  .object({
    list,
    duty: z.string(),
    township: z.string(),
    village: text,
    school: text,
    period: z.string(),
    incident_id: text,
    subject: text.describe('Of what is owed by no child and no incident: the id of the case, home or school'),
    name: text.describe('The child’s name, masked; null where no census row of its township names it'),
    child_key: text.describe('For `/api/unmask`'),
    last_four: text.describe('The last four digits of the child’s id'),
    teacher: text.describe('Who last held a class teacher’s talk with the child'),
    missing: z.array(z.string()).describe('Codes of what is missing'),
    due_at: instant.nullable(),
    days_left: z.int().nullable().describe('Days from that of `as_of` to that of `due_at`; negative when it is over'),
    status: z.enum(STATUSES),
  })
  .openapi('TodoRow')

export const todoAnswer = z
  .object({
    as_of: instant,
    state: z.int(),
    list,
    talk_period: z.string(),
    lists: z.array(z.object({ list, count })).describe('How many rows each list has in the unit'),
    villages: z.array(facet),
    schools: z.array(facet),
    teachers: z.array(facet.extend({ name: text })),
    totals: z
      .object({ villages: count, schools: count, teachers: count })
      .describe('How many there are; the answer counts by the 100 with the most rows'),
    rows: z.array(todoRow),
    next_cursor: text,
  })
  .openapi('Todo')
