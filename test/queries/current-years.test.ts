import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../pipeline/generate/calendar.ts'
import { generateCounty } from '../../pipeline/generate/county.ts'
import { evaluationClusters } from '../../queries/evaluation.ts'
import type { Warehouse } from '../../queries/warehouse.ts'
import { openSynthetic, type MeantRow } from '../support/synthetic-warehouse.ts'

const at = (text: string): Date => new Date(`${text}+08:00`)
/** The last export of the year; one of January that still holds it; one of the new year's books alone; one that mends those. */
const [YEAR_END, BOTH, ANEW, MENDED] = [
  '2026-12-31T20:00',
  '2027-01-10T20:00',
  '2027-02-10T20:00',
  '2027-02-20T20:00',
].map(at)
const county = generateCounty({
  townships: 2,
  children: 60,
  year: 2026,
  seed: 5,
  mess: 0,
  through: at('2027-02-28T20:00'),
})

const isOf2027 = ({ happened_on }: MeantRow): boolean => Number(happened_on) >= dayOf(2027, 1, 1)

let warehouse: Warehouse
beforeAll(async () => {
  const census = new Map<string, MeantRow[]>()
  const instants = [YEAR_END, BOTH, ANEW, MENDED].filter((each) => each !== undefined)
  warehouse = await openSynthetic(county, instants, (rows, { township, register, at: time }) => {
    if (register === 'census') {
      // The same children all along: it is the talks that this is about.
      const first = census.get(township) ?? rows
      census.set(township, first)
      return first
    }
    if (time === YEAR_END) return rows
    if (time === BOTH) return withoutMarch(rows)
    // In the mended one a slip of the pen is gone: a talk of a year that this book is not of.
    const anew = rows.filter(isOf2027)
    const slip = { ...rows.find(isTalkOfMarch), happened_on: dayOf(2026, 3, 30) }
    return time === MENDED ? anew : [...anew, slip]
  })
})
afterAll(() => warehouse.close())

/** The talks of March, which a township took back in January, while the year's book still stood. */
const withoutMarch = (rows: MeantRow[]): MeantRow[] => rows.filter((row) => !isTalkOfMarch(row))

const isTalkOfMarch = ({ kind, happened_on }: MeantRow): boolean =>
  kind === 'talk' && Number(happened_on) >= dayOf(2026, 3, 1) && Number(happened_on) <= dayOf(2026, 3, 31)

async function talks(known_at: string, as_of = '2026-12-31T23:59:59.000') {
  const clusters = await evaluationClusters(warehouse, { as_of, known_at, period: '2026', duties: ['talk'] })
  const sum = (of: 'met' | 'total'): number =>
    clusters.reduce((all, { count, cells }) => all + count * cells.reduce((each, cell) => each + cell[of], 0), 0)
  return { met: sum('met'), total: sum('total') }
}

describe('a year whose books were put away for the next year’s', () => {
  it('stands with what the new book tells of it, as a slip of the pen does until it is mended', async () => {
    const both = await talks('2027-01-20T00:00:00.000')
    const slip = await talks('2027-02-15T00:00:00.000')
    expect(slip.total).toBe(both.total)
    expect(slip.met - both.met).toBeGreaterThan(0)
    expect(slip.met - both.met).toBeLessThanOrEqual(2)
  })

  it('stands as it stood in them to the end, with what was taken back before', async () => {
    const before = await talks('2027-01-05T00:00:00.000')
    const both = await talks('2027-01-20T00:00:00.000')
    expect(before.met).toBeGreaterThan(100)
    expect(both.met).toBeLessThan(before.met)
    expect(await talks('2027-02-25T00:00:00.000')).toEqual(both)
  })
})

describe('a month that ends with the year', () => {
  it('is over in the very second of the year’s end, and still open before it', async () => {
    const whole = await talks('2027-01-05T00:00:00.000')
    const before = await talks('2027-01-05T00:00:00.000', '2026-12-31T23:59:58.000')
    expect(whole.total).toBeGreaterThan(before.total)
    expect(whole.met).toBeGreaterThan(before.met)
    expect(whole.total - before.total).toBeGreaterThan(whole.met - before.met)
  })
})
