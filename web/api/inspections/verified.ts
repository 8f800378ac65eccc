import { ratesOf } from '../../../inspection/rates.ts'
import { isSemester } from '../../../queries/ledger.ts'
import type { Beside } from '../answering.ts'
import { VERIFICATION_COLUMNS } from '../columns.ts'
import type { Desk } from '../desk.ts'

export const VERIFICATION_TITLE = { zh: '核实率', en: 'Verification rates' }

export interface VerifiedAsked {
  /** The county's local time; now when absent, by the second: an inspection that was closed just now is in it. */
  as_of: string | undefined
  period: string
  duties: readonly string[] | undefined
}

/**
 * What closed inspections of a period confirmed, by duty, of the county and of each township. `mark` tells one answer from
 * another without reading a claim; the rates are computed only where they are asked for.
 */
export async function verifiedOf(desk: Desk, { as_of = desk.local(), period, duties }: VerifiedAsked) {
  const { warehouse, county } = desk.services
  const asked = { as_of, period }
  const [found] = await warehouse.query('inspections/found_mark', asked)
  return {
    mark: String(found?.mark),
    rows: async () => {
      const [claims, names] = await Promise.all([warehouse.query('inspections/checked', asked), desk.units.names()])
      const chosen = claims.filter(({ duty }) => duties === undefined || duties.includes(String(duty)))
      return ratesOf(chosen, county.code).map(({ level, unit_id, ...rate }) => ({
        level,
        unit_id,
        unit_name: names.get(unit_id) ?? unit_id,
        ...rate,
      }))
    },
  }
}

/**
 * The same as a second sheet of a workbook of reported rates, of the units that stand there; none for a semester, which no
 * inspection lies in, and where nothing was checked.
 */
export async function verifiedBeside(
  desk: Desk,
  asked: VerifiedAsked,
  isShown: (row: { level: 'county' | 'township'; unit_id: string }) => boolean,
): Promise<Beside | undefined> {
  if (isSemester(asked.period)) return undefined
  const { mark, rows } = await verifiedOf(desk, asked)
  return {
    mark,
    title: VERIFICATION_TITLE,
    columns: VERIFICATION_COLUMNS,
    rows: async () => (await rows()).filter(isShown),
  }
}
