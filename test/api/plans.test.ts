import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dutyCatalogue, overCurrent, overLedger, statement } from '../../queries/statements.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 1 })
})
afterAll(() => county.close())

interface Node {
  name: string
  extra_info: { Table?: string }
  children: Node[]
}

/** The names of the steps of a plan that read identities and something else. */
function joinsOfIdentities(node: Node): string[] {
  const isOne =
    node.children.length === 2 && node.children.some((child) => child.extra_info.Table?.endsWith('.identities'))
  return [...(isOne ? [node.name] : []), ...node.children.flatMap(joinsOfIdentities)]
}

async function planOf(text: string): Promise<Node[]> {
  const parameters = {
    as_of: '2026-09-10T12:00:00',
    kind: '',
    period: '2026',
    statuses: [],
    status: '',
    units: [],
    level: '',
    limit: 100,
    offset: 0,
  }
  const [row] = await county.application.warehouse.queryText(`explain (format json) ${text}`, parameters)
  return JSON.parse(row?.explain_value as string) as Node[]
}

// Identities are many: a join that compares every row with each of them takes minutes for a county.
describe('identities are joined by hash', () => {
  const questions: [string, string][] = [
    ...dutyCatalogue().map(({ code }): [string, string] => [code, overLedger(statement('summary/subjects'), [code])]),
    ['incidents', overCurrent(statement('summary/incidents'))],
  ]

  it.each(questions)('for %s', async (_, text) => {
    expect((await planOf(text)).flatMap(joinsOfIdentities)).toEqual(['HASH_JOIN'])
  })
})
