import { createRoute, z } from '@hono/zod-openapi'
import { writeChildKey } from '../../../queries/child-key.ts'
import { listsOf, reviewCounts, reviewRows, type ReviewPart, type ReviewQuery } from '../../../queries/review.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import type { Words } from '../language.ts'
import { lastFour, maskName, openSealed } from '../masking.ts'
import { queryOf } from '../parameters.ts'
import { pageOf, readingOf } from '../reading.ts'
import { REVIEW_COLUMNS } from '../review-columns.ts'
import { reviewAnswer } from '../review-schema.ts'

const PARTS: Readonly<Record<ReviewPart, { summary: string; title: Words }>> = {
  reconciliation: {
    summary: 'Children whom one list knows and another does not, and who left the census before a deadline',
    title: { zh: '核对', en: 'Reconciliation' },
  },
  pairings: {
    summary:
      'How many children a carer has, pairings with others than the policy allows, without a contact, and turnover',
    title: { zh: '结对质量', en: 'Pairings' },
  },
  care: {
    summary: 'The care level that the policy’s rules make of what the registers say, beside the one that was reported',
    title: { zh: '心级', en: 'Care-level' },
  },
}

/** The most units of a kind that an answer counts by: the browser has no use for more. */
const MOST_UNITS = 100

/** `GET /api/review/…`: what lies behind the figures, a part each; rows are leads, of the viewer's own units alone. */
export function addReview(api: Api, desk: Desk): void {
  for (const part of Object.keys(PARTS) as ReviewPart[]) addPart(api, desk, part)
}

function addPart(api: Api, desk: Desk, part: ReviewPart): void {
  const { parameters, services, units, answer, time } = desk
  const { as_of, unit, limit, cursor, format } = parameters
  const lists = listsOf(part)
  const [first = ''] = lists
  const name = `review/${part}`
  const route = createRoute({
    method: 'get',
    path: `/review/${part}`,
    operationId: `review_${part}`,
    summary: PARTS[part].summary,
    description: `A page of one list, and how many rows each list of the part has by reason and unit. Names of children are masked.`,
    request: {
      query: queryOf({
        list: z
          .enum(lists as [string, ...string[]], { error: `list 应为 ${lists.join('、')} 之一。` })
          .openapi({ description: `One list. Default: \`${first}\`.` })
          .optional(),
        reason: z
          .string()
          .regex(/^[a-z_0-9]{1,40}$/, 'reason 应为 reasons 里的一个代码。')
          .openapi({ description: 'Only rows with this reason: a `value` of `reasons`.' })
          .optional(),
        unit: unit.optional(),
        as_of: as_of.optional(),
        limit: limit.optional(),
        cursor: cursor.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(reviewAnswer, 'A page of a list', { isTable: true }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    const { list = first, reason } = query
    const places = c.get('units')
    const about = [list, reason ?? null, places]
    const reading = readingOf(desk, name, query, about)
    const asked = async () => ({ part, as_of: reading.as_of, units: await units.chosen(places) })
    const read = async (query: ReviewQuery, limit: number, offset: number): Promise<object[]> => {
      const found = await reviewRows(services.warehouse, { ...query, list, reason, limit, offset })
      return found.map((row) => openRow(row, desk))
    }
    return answer(c, {
      route: name,
      as_of: reading.as_of,
      about: [...about, reading.limit, reading.after],
      compute: async () => {
        const about = await asked()
        const [found, counts] = await Promise.all([
          read(about, reading.limit + 1, reading.after),
          reviewCounts(services.warehouse, about),
        ])
        const { rows, next_cursor } = pageOf(found, reading)
        const facet = (kind: string) =>
          counts
            .filter((row) => row.list === list && row.kind === kind)
            .slice(0, MOST_UNITS)
            .map((row) => ({ value: row.value, name: row.name, count: row.n }))
        const json = {
          as_of: time.instant(reading.as_of),
          state: services.warehouse.version,
          list,
          lists: lists.map((each) => ({ list: each, count: countOf(counts, each) })),
          reasons: facet('reason'),
          townships: facet('township'),
          villages: facet('village'),
          schools: facet('school'),
          rows,
          next_cursor,
        }
        return { rows, json, next_cursor }
      },
      table: {
        columns: REVIEW_COLUMNS[part][list] ?? [],
        title: titleOf(part, list),
        format: query.format,
        whole: reading.is_part
          ? undefined
          : async function* () {
              yield await read(await asked(), Number.MAX_SAFE_INTEGER, 0)
            },
      },
    })
  })
}

const titleOf = (part: ReviewPart, list: string): Words => ({
  zh: `${PARTS[part].title.zh}-${list}`,
  en: `${PARTS[part].title.en}-${list}`,
})

const countOf = (counts: readonly ResultRow[], list: string): number =>
  Number(counts.find((row) => row.kind === 'list' && row.list === list)?.n ?? 0)

/** A row as it leaves: the child by the first character of the name and four digits of the number, the carers by name. */
function openRow(row: ResultRow, { services }: Desk): object {
  const { sealed_id, sealed_name, sealed_carer, sealed_other_carer, child_id, name_id, ...rest } = row
  const { carer_name, other_carer_name, ...told } = rest
  const id = openSealed(services, child_id, sealed_id)
  const called = openSealed(services, name_id, sealed_name)
  return {
    ...told,
    name: called === null ? null : maskName(called),
    child_key: typeof child_id === 'bigint' ? writeChildKey(child_id) : null,
    last_four: id === null ? null : lastFour(id),
    carer: openSealed(services, carer_name, sealed_carer),
    other_carer: openSealed(services, other_carer_name, sealed_other_carer),
  }
}
