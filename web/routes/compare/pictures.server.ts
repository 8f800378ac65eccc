import type { Drawing } from '$lib/charts/drawing.ts'
import { funnel, type FunnelCurvePoint, type FunnelData } from '$lib/charts/funnel.ts'
import { intervalRows } from '$lib/charts/interval-rows.ts'
import { sparkline, sparkRange } from '$lib/charts/sparkline.ts'
import type { Language } from '$lib/format/language.ts'
import { formatRatio } from '$lib/format/number.ts'
import { formatInterval, formatPercent, formatTarget } from '$lib/format/percent.ts'
import { m } from '$lib/i18n/compiled/messages.js'
import { dutyName } from '$lib/i18n/words.ts'
import { funnelAround } from '$lib/statistics/funnel.ts'
import type { Duty } from '../../server/answers.ts'
import { drawingsOf, type DrawnFor } from '../drawings.server.ts'
import { closedOf } from '../rows.ts'
import type { ComparedRow, FunnelFound } from './compare.server.ts'

/** A drawing for screens from 1120 px, one for narrower ones and paper, and one for a telephone. */
export interface FunnelPictures {
  wide: Drawing
  narrow: Drawing
  small: Drawing
}

const SIZES = {
  wide: { width: 640, height: 480 },
  narrow: { width: 760, height: 420 },
  small: { width: 360, height: 380 },
} as const
/** So many points of a curve are smooth at any of these widths. */
const CURVE_POINTS = 80

/** The funnel plot of all units, at each size. */
export function funnelPictures(
  rows: readonly ComparedRow[],
  { found, duty, language }: { found: FunnelFound; duty: Duty; language: Language },
  drawnFor: DrawnFor,
): FunnelPictures {
  const name = dutyName(duty, language)
  const draws = () => {
    const data = funnelData(rows, found, name)
    const draw = (size: { width: number; height: number }) => (document: Document) =>
      funnel(data, { ...size, document })
    return { wide: draw(SIZES.wide), narrow: draw(SIZES.narrow), small: draw(SIZES.small) }
  }
  const shown = [SIZES, CURVE_POINTS, language, name, found, rows.map(inFunnel)]
  return drawingsOf('funnel', { names: ['wide', 'narrow', 'small'], shown, draws }, drawnFor)
}

/** What the funnel plot depends on of a unit. */
const inFunnel = ({ unit_id, unit_name, met, late, missed, rate, low, high, beyond, target }: ComparedRow) =>
  [unit_id, unit_name, met, late, missed, rate, low, high, beyond, target] as const

const ROWS_WIDTH = 760

/** The units with their intervals as one drawing, for a file: the page itself writes them as rows. */
export function rowsPicture(rows: readonly ComparedRow[], drawnFor: DrawnFor): Drawing {
  const shown = rows.flatMap((row) => {
    const { unit_id: id, unit_name: name, met, rate, low, high } = row
    if (rate === null || low === null || high === null) return []
    return [{ id, name, met, closed: closedOf(row), rate, low, high }]
  })
  const target = rows[0]?.target ?? null
  const named = target === null ? null : { value: target, name: m.target_short({ target: formatTarget(target) }) }
  const data = { rows: shown, target: named }
  const all = (document: Document) => intervalRows(data, { width: ROWS_WIDTH, document })
  const draws = () => (shown.length === 0 ? null : { all })
  return drawingsOf('rows', { names: ['all'], shown: [ROWS_WIDTH, data], draws }, drawnFor).all
}

function funnelData(rows: readonly ComparedRow[], { theta, around }: FunnelFound, duty: string): FunnelData {
  const points = rows.flatMap((row) => {
    const { rate, low, high } = row
    if (rate === null || low === null || high === null) return []
    const closed = closedOf(row)
    const words = { unit: row.unit_name, duty, ratio: formatRatio(row.met, closed), rate: formatPercent(rate) }
    const title = m.cell_without_target({ ...words, interval: formatInterval(low, high) })
    return [{ id: row.unit_id, name: row.unit_name, closed, rate, beyond: row.beyond, title }]
  })
  const target = rows[0]?.target ?? null
  const centre = around === 'target' ? m.target_short({ target: formatTarget(theta) }) : pooledName(theta)
  return {
    points,
    curve: curveOf(rows, theta),
    centre: { value: theta, name: centre },
    target: target === null ? null : { value: target, name: m.target_short({ target: formatTarget(target) }) },
    x: m.compare_axis_size(),
    y: m.compare_axis_rate(),
  }
}

const pooledName = (theta: number) => m.compare_pooled({ rate: formatPercent(theta) })

/** The limits from the smallest unit to the largest, by the method that the answer's own limits come from. */
function curveOf(rows: readonly ComparedRow[], theta: number): FunnelCurvePoint[] {
  const units = rows.map((row) => ({ met: row.met, n: closedOf(row) })).filter(({ n }) => n > 0)
  if (units.length === 0) return []
  const { at } = funnelAround(theta, units)
  const sizes = units.map(({ n }) => n)
  const [from, to] = [Math.max(1, Math.floor(Math.min(...sizes) * 0.8)), Math.ceil(Math.max(...sizes) * 1.05)]
  const steps = Array.from({ length: CURVE_POINTS }, (_, index) =>
    Math.round(from + ((to - from) * index) / (CURVE_POINTS - 1)),
  )
  return [...new Set(steps)].map((n) => ({ n, ...at(n) }))
}

/** Each unit's year as a line, by its id; all of one range. */
export function sparkPictures(rows: readonly ComparedRow[], drawnFor: DrawnFor): Record<string, Drawing> {
  const target = rows[0]?.target ?? null
  const range = sparkRange(
    rows.map(({ series }) => series),
    target,
  )
  if (range === null) return {}
  const draws = () =>
    Object.fromEntries(
      rows.map(({ unit_id, series }) => [
        unit_id,
        (document: Document) => sparkline(series, { range, target, document }),
      ]),
    )
  const names = rows.map(({ unit_id }) => unit_id)
  const shown = [range, target, rows.map(({ unit_id, series }) => [unit_id, series])]
  return drawingsOf('spark', { names, shown, draws }, drawnFor)
}
