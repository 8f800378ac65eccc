import { m } from '$lib/i18n/compiled/messages.js'
import type { Comparison, ComparedLevel } from './compare.server.ts'

/** So many names are said; more are counted. */
const NAMES = 3

const LEVELS: Record<ComparedLevel, () => string> = {
  township: m.compare_level_township,
  village: m.compare_level_village,
  school: m.compare_level_school,
}

/** What the units of a level are called. */
export const levelName = (level: ComparedLevel): string => LEVELS[level]()

/** Names one after the other. */
export const namesOf = (names: readonly string[]): string => names.join(m.list_separator())

/** The sentence over the funnel: which units chance does not explain. */
export function funnelTitle({ beyond, total, level }: Pick<Comparison, 'beyond' | 'total' | 'level'>): string {
  const said = (names: string[]) =>
    names.length <= NAMES
      ? namesOf(names)
      : m.compare_names_more({ names: namesOf(names.slice(0, NAMES)), count: names.length, level: levelName(level) })
  const [below, above] = [said(beyond.below), said(beyond.above)]
  if (below !== '' && above !== '') return m.compare_funnel_both({ below, above })
  if (below !== '') return m.compare_funnel_below({ names: below })
  if (above !== '') return m.compare_funnel_above({ names: above })
  return m.compare_funnel_none({ total, level: levelName(level) })
}

/** The address of the same comparison from another unit on. */
export function addressFrom(asked: URLSearchParams, from: number): string {
  const query = new URLSearchParams(asked)
  if (from === 0) query.delete('from')
  else query.set('from', `${from}`)
  return `?${query}`
}
