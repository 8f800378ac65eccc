import type { Drawing } from '../charts/drawing.ts'

/** A chart as the server drew it, for screens from 1120 px, for narrower ones and paper, and for telephones. */
export interface Drawings {
  wide: Drawing
  middle: Drawing
  narrow: Drawing
}
