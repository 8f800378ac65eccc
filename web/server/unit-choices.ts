import { isWithin, seesAll, type Viewer } from './viewer.ts'

/** A unit that somebody may choose. */
export interface UnitChoice {
  id: string
  name: string
}

/** Of what a reader may choose rows: the county's townships, or their own units, schools with their township's name. */
export function unitChoices(viewer: Viewer | null, townships: readonly UnitChoice[]): UnitChoice[] {
  if (viewer === null || seesAll(viewer)) return townships.map(({ id, name }) => ({ id, name }))
  return viewer.units.map((id) => {
    const [township = '', place] = id.split('/')
    const head = townships.find((each) => each.id === township)?.name ?? township
    return { id, name: place === undefined ? head : `${head} ${place}` }
  })
}

/** The reader's own parts of a township, by the place's own name; none where all of it is theirs. */
export function choicesWithin(viewer: Viewer | null, township: string): UnitChoice[] {
  const own = viewer?.units ?? []
  if (own.includes(township)) return []
  return own.filter((unit) => isWithin(unit, [township])).map((id) => ({ id, name: id.slice(township.length + 1) }))
}
