import { describe, expect, it } from 'vitest'
import { RETURN_COUNTS } from '../../queries/returns.ts'
import { returnTables, type ReturnTable } from '../../web/api/return-tables.ts'

const tables = (age_limit: number, situations = ['both_out', 'one_out_other_unable', 'one_out']): ReturnTable[] =>
  returnTables({ age_limit, situations, day: '2026-09-30', known_at: '2026-09-30T23:59:59', rows: [] }, 'zh')

const labelsOf = (found: ReturnTable[], group: string): string[] =>
  found.flatMap(({ columns }) => columns.filter((column) => column.group === group).map(({ label }) => label))

describe('the tables of a return', () => {
  it('have every count, under words of their own', () => {
    const columns = tables(16).flatMap((table) => table.columns)
    expect([...new Set(columns.map(({ name }) => name))].sort()).toEqual([...RETURN_COUNTS].sort())
    expect(columns.filter(({ name, label }) => label === name)).toEqual([])
  })

  it.each([
    [16, ['0–5岁', '6–13岁', '14–15岁']],
    [17, ['0–5岁', '6–13岁', '14–16岁']],
    [18, ['0–5岁', '6–13岁', '14–17岁']],
    [15, ['0–5岁', '6–13岁', '14岁']],
    [14, ['0–5岁', '6–13岁']],
    [6, ['0–5岁']],
  ])('have the ages under %i', (limit, labels) => {
    expect(labelsOf(tables(limit), '年龄')).toEqual(labels)
  })

  it('leave out a situation that the policy does not count', () => {
    expect(labelsOf(tables(18, ['both_out']), '留守类型')).toEqual(['父母双方外出'])
  })
})
