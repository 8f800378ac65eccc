import { createHash } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import { ShouwangError } from '../../../errors.ts'
import { objectionsOf } from '../../../queries/evaluation.ts'
import type { Api, Desk } from '../desk.ts'
import { refused, responsesOf } from '../documents.ts'
import { yearAnswer } from '../evaluation/answer.ts'
import { evaluatedYear, yearsCompared } from '../evaluation/evaluated-year.ts'
import { furtherTables } from '../evaluation/further-tables.ts'
import { explanation } from '../evaluation/explanation.ts'
import { evaluationAnswer, explanationAnswer } from '../evaluation/schema.ts'
import { EVALUATION_COLUMNS, evaluationRows, evaluationSheets } from '../evaluation/tables.ts'
import { TABLE_TITLES } from '../evaluation/words.ts'
import { queryOf } from '../parameters.ts'
import { yearPath } from './evaluation-scheme.ts'

const townshipPath = yearPath.extend({
  township: z.string().max(200).openapi({ description: 'The id of a township.', example: '01' }),
})

/**
 * The reading side of a year's evaluation (docs/evaluation.md): figures of townships, which all who are signed in may have, as at
 * `/api/summary`. Rows are never in them: they are had at `/api/subjects`, by those who may.
 */
export function addEvaluation(api: Api, desk: Desk): void {
  addYear(api, desk)
  addTownship(api, desk)
}

function addYear(api: Api, desk: Desk): void {
  const { parameters, services, units, answer } = desk
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}',
    operationId: 'evaluation',
    summary: 'Where each township stands, item by item, and what the next grade would take',
    description:
      'At `as_of` a dry run of then; by default the year as it stands now, of a year that is over its end with what was told since.',
    request: {
      params: yearPath,
      query: queryOf({
        as_of: parameters.as_of.optional(),
        table: parameters.evaluation_table.optional(),
        format: parameters.format.optional(),
      }),
    },
    responses: {
      ...responsesOf(evaluationAnswer, 'The evaluation', { isTable: true }),
      404: refused('Nothing of the year is due yet'),
    },
  })
  api.openapi(route, async (c) => {
    const { year } = c.req.valid('param')
    const { as_of, table = 'standings', format } = c.req.valid('query')
    const evaluated = await evaluatedYear(desk, { year, asked: as_of })
    const compared = await yearsCompared(desk, evaluated.results)
    const viewer = c.get('viewer')
    const isOwn = (township: string): boolean => services.gate.maySeeRowsOf(viewer, township)
    const made = async () => yearAnswer(desk, evaluated, { compared, seen: { names: await units.names(), isOwn } })
    return answer(c, {
      route: 'evaluation',
      as_of: evaluated.results.as_of,
      // Objections stand in the workbook, and in no results.
      about: [
        year,
        table,
        evaluated.stage,
        digestOf([evaluated.results, compared, await objectionsOf(services.warehouse, { year })]),
      ],
      compute: async () => {
        const json = await made()
        return { json, rows: evaluationRows(json, table) }
      },
      table: {
        columns: EVALUATION_COLUMNS[table],
        title: { zh: `${year}年考核-${TABLE_TITLES[table].zh}`, en: `Evaluation-${year}-${table}` },
        format,
        sheets: async (language) => {
          const told = await made()
          const further = await furtherTables(desk, evaluated, { answer: told, viewer, isOwn })
          return evaluationSheets(told, { county: services.county.name, further }, language)
        },
      },
    })
  })
}

function addTownship(api: Api, desk: Desk): void {
  const { parameters, services, units, answer } = desk
  const route = createRoute({
    method: 'get',
    path: '/evaluation/{year}/townships/{township}',
    operationId: 'townshipEvaluation',
    summary: 'Why a township stands where it does: from the score to the counts and the exports, and what changed',
    request: {
      params: townshipPath,
      query: queryOf({ as_of: parameters.as_of.optional(), earlier: parameters.earlier.optional() }),
    },
    responses: {
      ...responsesOf(explanationAnswer, 'The explanation', { isTable: false }),
      404: refused('Nothing of the year is due yet'),
    },
  })
  api.openapi(route, async (c) => {
    const { year, township } = c.req.valid('param')
    const { as_of, earlier } = c.req.valid('query')
    await units.check(township, ['township'])
    const evaluated = await evaluatedYear(desk, { year, asked: as_of })
    if (earlier !== undefined && earlier >= evaluated.results.known_at) {
      const message = 'earlier 应早于结果截至的时刻（known_at）：请选一个更早的日子。'
      throw new ShouwangError('bad_parameter', message, { parameter: 'earlier', value: earlier })
    }
    const viewer = c.get('viewer')
    return answer(c, {
      route: 'evaluation-township',
      as_of: evaluated.results.as_of,
      about: [year, township, earlier ?? null, evaluated.stage, digestOf(evaluated.results)],
      compute: async () => ({
        json: await explanation(desk, evaluated, {
          township,
          earlier,
          isOwn: services.gate.maySeeRowsOf(viewer, township),
        }),
        rows: [],
      }),
    })
  })
}

/** What tells results apart that are of one state and instant: a scheme or a closed inspection changes neither. */
const digestOf = (results: unknown): string => createHash('sha256').update(JSON.stringify(results)).digest('base64url')
