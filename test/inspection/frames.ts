import type { FrameUnit } from '../../inspection/draw.ts'

type Stratum = Pick<FrameUnit, 'kind' | 'township_id' | 'place'> & { prefix: string }

/** Units of one stratum, so many of each risk; keys carry `prefix`, risk and number. */
export function stratumUnits(
  counts: readonly [number, number, number, number],
  { prefix = 'a', kind = 'child', township_id = '01', place = '青石中心小学' }: Partial<Stratum> = {},
): FrameUnit[] {
  return ([0, 1, 2, 3] as const).flatMap((risk) =>
    Array.from({ length: counts[risk] }, (_, i) => ({
      kind,
      subject: `${prefix}${risk}-${i}`,
      township_id,
      place,
      risk,
    })),
  )
}
