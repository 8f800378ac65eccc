import type { Wall } from './wall.server.ts'

export const SCREENS = ['data', 'families', 'worst', 'incidents'] as const
export type Screen = (typeof SCREENS)[number]

/** How the wall turns; each is a parameter of its address, so that a hall keeps its own as a bookmark. */
export interface Turning {
  seconds: number
  screens: readonly Screen[]
}

const SECONDS = { least: 5, usual: 15, most: 600 }

/** What the address asks for. What cannot be read is as if it were not there: nobody stands by to correct it. */
export function turningOf(query: URLSearchParams): Turning {
  const asked = Number(query.get('seconds') ?? '')
  const seconds = Number.isFinite(asked) && asked > 0 ? asked : SECONDS.usual
  const names = (query.get('screens') ?? '').split(',').map((name) => name.trim())
  const screens = SCREENS.filter((screen) => names.includes(screen))
  return {
    seconds: Math.min(SECONDS.most, Math.max(SECONDS.least, seconds)),
    screens: screens.length === 0 ? SCREENS : screens,
  }
}

/** So many families are read at once across a hall. */
export const FAMILIES_SHOWN = 4

/** One screen with its subject; `worst` stands once for each duty, `families` once for each four. */
export interface Slide {
  key: string
  screen: Screen
  duty: string | null
  /** The first of the families that it shows. */
  from: number
}

/**
 * The slides there are, in their order. A screen without a subject is left out, but a wall is never empty: with nothing
 * at all it shows the state of the data, which then says what is missing.
 */
export function slidesOf(
  wall: Pick<Wall, 'townships' | 'families' | 'worst' | 'incidents'>,
  screens: readonly Screen[],
): Slide[] {
  const single = (screen: Screen): Slide => ({ key: screen, screen, duty: null, from: 0 })
  const hasFigures = wall.families.some(({ lead }) => lead.row !== null)
  const slides: Record<Screen, Slide[]> = {
    data: wall.townships.length > 0 ? [single('data')] : [],
    families: hasFigures
      ? wall.families.flatMap((_, from) => {
          if (from % FAMILIES_SHOWN > 0) return []
          return [{ ...single('families'), key: from === 0 ? 'families' : `families/${from}`, from }]
        })
      : [],
    worst: wall.worst.map(({ duty: { code } }) => ({ key: `worst/${code}`, screen: 'worst', duty: code, from: 0 })),
    incidents: (wall.incidents?.open ?? 0) > 0 ? [single('incidents')] : [],
  }
  const shown = screens.flatMap((screen) => slides[screen])
  return shown.length > 0 ? shown : [single('data')]
}

/** The slide `by` steps from the one of `key`, round and round; from the beginning where that one is no more. */
export function slideFrom(slides: readonly Slide[], key: string | null, by: number): Slide | undefined {
  const place = slides.findIndex((slide) => slide.key === key)
  if (place === -1) return slides[0]
  return slides[(((place + by) % slides.length) + slides.length) % slides.length]
}
