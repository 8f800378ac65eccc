/** Chinese pages group by thousands as English ones do (look.md, Charts: `1,204`), so one format serves both. */
const whole = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 0 })

/** `1204` as `1,204`. */
export const formatNumber = (value: number): string => whole.format(value)

/** Done of owed, never one without the other: `1,204 / 1,260` (look.md, Figure). */
export const formatRatio = (met: number, owed: number): string => `${formatNumber(met)} / ${formatNumber(owed)}`

/** The same where there is little room, in a cell of a chart: `1,204/1,260`. */
export const formatTightRatio = (met: number, owed: number): string => `${formatNumber(met)}/${formatNumber(owed)}`
