import type { Language } from '$lib/format/language.ts'
import { formatNumber } from '$lib/format/number.ts'
import { formatPercent } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { wilson } from '$lib/statistics/wilson.ts'
import type { Lead, Signal } from './leads.server.ts'

const LEAST_SHOWN = 1e-4

/** What a signal is called. */
export const signalName = (signal: Signal, language: Language): string => (language === 'zh' ? signal.zh : signal.en)

/** What it counts, in one sentence. */
export const signalSentence = (signal: Signal, language: Language): string =>
  language === 'zh' ? signal.sentence : signal.sentence_en

/** An expected count: with a decimal, as it is mostly small. */
export const expectedText = (expected: number | null): string =>
  expected === null
    ? m.credibility_no_peers()
    : expected < 10
      ? expected.toFixed(1)
      : formatNumber(Math.round(expected))

/** The chance of an honest unit: as a percentage, and not below what anybody can tell apart. */
export const chanceText = (chance: number | null): string =>
  chance === null
    ? ''
    : chance < LEAST_SHOWN
      ? m.credibility_chance_below()
      : `${Number((chance * 100).toPrecision(2))}%`

/** What a unit shows, and what was expected. */
export const figuresText = ({ observed, expected, n }: Lead): string =>
  m.credibility_figures({ observed: formatNumber(observed), expected: expectedText(expected), n: formatNumber(n) })

/** The measured false alarms, with the upper end of their 95 % interval. */
export function falseAlarmText({ false_alarms: { flagged, units } }: Signal): string {
  const limit = formatPercent(wilson(flagged, units)?.high ?? 1)
  return m.credibility_false({ flagged: formatNumber(flagged), units: formatNumber(units), limit })
}
