import type { HeatCell, HeatMapData } from '$lib/charts/heat-data.ts'
import type { Language } from '$lib/format/language.ts'
import { formatRatio } from '$lib/format/number.ts'
import { formatInterval, formatPercent, formatTarget } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { dutyName, familyName } from '$lib/i18n/words.ts'
import type { Duty, SummaryRow } from '../server/answers.ts'
import { closedOf, rowsBehind, townshipAddress } from './rows.ts'

/** A cell in one sentence: whose, which duty, how many of how many, how sure, against what. */
function sentence(row: SummaryRow, name: string): string {
  const unit = row.unit_name
  const { rate, low, high, target } = row
  if (rate === null || low === null || high === null)
    return m.cell_open({ unit, duty: name, open: row.ahead + row.pending })
  const facts = { unit, duty: name, ratio: formatRatio(row.met, closedOf(row)), rate: formatPercent(rate) }
  const interval = formatInterval(low, high)
  if (target === null) return m.cell_without_target({ ...facts, interval })
  return m.cell({ ...facts, interval, target: formatTarget(target) })
}

/** A sentence about a figure that rests on old data says so: the mark at its line is a drawing, which is not heard. */
const withAge = (said: string, isStale: boolean): string =>
  isStale ? [said, m.stale()].join(m.list_separator()) : said

/** The township × duty heat map out of the summary's rows, the county itself in its first line. */
export function heatData(
  {
    duties,
    county,
    townships,
    stale,
  }: { duties: Duty[]; county: SummaryRow[]; townships: SummaryRow[]; stale: Set<string> },
  { language, asOf }: { language: Language; asOf: string | null },
): HeatMapData {
  const families = [...new Set(duties.map(({ family }) => family))]
  const ordered = families.flatMap((family) => duties.filter((duty) => duty.family === family))
  const rows = [...county, ...townships]
  const units = new Map(
    rows.map(({ unit_id: id, unit_name: name, level }) => [
      id,
      {
        id,
        name,
        isTotal: level === 'county',
        isStale: stale.has(id),
        href: level === 'township' ? townshipAddress(id, asOf) : undefined,
      },
    ]),
  )
  const columns = ordered
    .filter(({ code }) => rows.some(({ duty }) => duty === code))
    .map((duty) => ({
      duty: duty.code,
      name: dutyName(duty, language),
      group: familyName(duty.family),
      target: duty.target === null ? '' : m.target_short({ target: formatTarget(duty.target) }),
    }))
  const names = new Map(columns.map(({ duty, name }) => [duty, name]))
  const cells: HeatCell[] = rows
    .filter(({ duty }) => names.has(duty))
    .map((row) => ({
      unit: row.unit_id,
      duty: row.duty,
      met: row.met,
      closed: closedOf(row),
      rate: row.rate,
      low: row.low,
      high: row.high,
      target: row.target,
      title: withAge(sentence(row, names.get(row.duty) ?? row.duty), stale.has(row.unit_id)),
      href: rowsBehind(row, asOf),
    }))
  return { units: [...units.values()], columns, cells }
}
