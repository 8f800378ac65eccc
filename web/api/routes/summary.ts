import { createRoute } from '@hono/zod-openapi'
import { LEVELS } from '../../../queries/ledger.ts'
import { SEEN_COLUMNS, SUMMARY_COLUMNS } from '../columns.ts'
import type { Api, Desk } from '../desk.ts'
import { responsesOf } from '../documents.ts'
import { verifiedBeside } from '../inspections/verified.ts'
import { checkKnown, queryOf } from '../parameters.ts'
import { summaryAnswer, withSuppressed } from '../schemas.ts'

/** `GET /api/summary`: one row a unit and duty (interfaces.md, summary). */
export function addSummary(api: Api, desk: Desk): void {
  const { parameters, present, seen, services, summaries, time, units, answer } = desk
  const { as_of, known_at, levels, period, duties, unit, format } = parameters
  const route = createRoute({
    method: 'get',
    path: '/summary',
    operationId: 'summary',
    summary: 'How far the duties are met, a row a unit and duty',
    description:
      'With `unit` alone its own rows; with `unit` and `level` the rows of the units of that level within it. Villages and schools of other units are shown as they were at the last end of a quarter (`settled_at`).',
    request: {
      query: queryOf({
        as_of: as_of.optional(),
        known_at: known_at.optional(),
        level: levels.optional(),
        period: period.optional(),
        duty: duties.optional(),
        unit: unit.optional(),
        format: format.optional(),
      }),
    },
    responses: responsesOf(withSuppressed(summaryAnswer).openapi('SummaryAsSeen'), 'The summary at `as_of`', {
      isTable: true,
    }),
  })
  api.openapi(route, (c) => {
    const query = c.req.valid('query')
    checkKnown(query)
    const at = query.as_of ?? present.local
    const asked = {
      as_of: at,
      known_at: query.known_at,
      period: query.period ?? at.slice(0, 4),
      levels: query.level ?? LEVELS,
      duties: query.duty,
      unit: query.unit,
      is_within: query.level !== undefined,
    }
    const isStranger = seen.strangeLevels(asked, c.get('viewer')).length > 0
    return answer(c, {
      route: 'summary',
      as_of: at,
      about: [
        asked.period,
        asked.levels,
        asked.duties ?? null,
        asked.unit ?? null,
        asked.is_within,
        asked.known_at ?? null,
      ],
      compute: async () => {
        await units.check(asked.unit)
        const found = await seen.rows(asked, c.get('viewer'))
        const rows = found.map((row) =>
          'settled_at' in row ? { ...row, settled_at: time.instant(row.settled_at) } : row,
        )
        return {
          rows,
          json: { as_of: time.instant(at), state: services.warehouse.version, period: asked.period, rows },
        }
      },
      table: {
        columns: isStranger ? SEEN_COLUMNS : SUMMARY_COLUMNS,
        title: { zh: '职责汇总', en: 'Summary of duties' },
        format: query.format,
        beside: () =>
          verifiedBeside(
            desk,
            { as_of: query.known_at ?? query.as_of, period: asked.period, duties: asked.duties },
            (row) => summaries.isAsked(row, asked),
          ),
      },
    })
  })
}
