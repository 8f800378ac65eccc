import { distribution, type Distribution, type DistributionAsked } from '../../queries/distribution.ts'
import type { Desk } from './desk.ts'

/** A distribution, kept as long as it is true; the county's in the year of a day that is over for good. */
export function distributionAt({ looks, services }: Desk, asked: DistributionAsked): Promise<Distribution> {
  const { as_of, duty, unit, level, period } = asked
  const isKept = level === 'county' && period === as_of.slice(0, 4)
  const look = { as_of, duties: [duty], about: ['distribution', duty, unit, level, period], isKept }
  return looks.at(look, () => distribution(services.warehouse, asked))
}
