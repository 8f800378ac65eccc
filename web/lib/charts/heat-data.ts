/** What of one duty one unit owes, as the chart needs it: `met` of `closed`, with its interval. */
export interface HeatCell {
  unit: string
  duty: string
  met: number
  closed: number
  rate: number | null
  low: number | null
  high: number | null
  target: number | null
  /** What the cell says in words, for whoever points at it or hears it. */
  title: string
  /** The rows behind. */
  href: string
}

export interface HeatColumn {
  duty: string
  name: string
  /** Columns of one group stand together under its name. */
  group: string
  /** The target in words, the number last: it stands alone where the columns are too narrow for the words. */
  target: string
}

export interface HeatUnit {
  id: string
  name: string
  /** The whole, which the others are parts of: set apart from them. */
  isTotal: boolean
  /** Its figures rest on old data: marked with the late shape (look.md, Freshness badge). */
  isStale: boolean
  /** The unit's own page. */
  href?: string
}

export interface HeatMapData {
  units: HeatUnit[]
  columns: HeatColumn[]
  cells: HeatCell[]
}
