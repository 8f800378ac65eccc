import { describe, expect, it } from 'vitest'
import { familiesOf } from '../../../web/routes/families.ts'
import { slideFrom, slidesOf, SCREENS, turningOf } from '../../../web/routes/wall/rotation.ts'
import type { Wall } from '../../../web/routes/wall/wall.server.ts'
import { countyRows, DUTIES, NOW, townshipHealth, townshipRows } from '../../support/fake-county.ts'

const turning = (query: string) => turningOf(new URLSearchParams(query))

const wall = (own: Partial<Wall> = {}): Wall => ({
  asOf: NOW,
  now: NOW,
  townships: townshipHealth(NOW),
  families: familiesOf(DUTIES, countyRows()),
  worst: DUTIES.slice(0, 2).map((duty) => ({ duty, rows: townshipRows().slice(0, 1), count: 1 })),
  verified: [],
  incidents: { open: 1, dueAt: [NOW], shown: [] },
  ...own,
})
const keys = (of: Wall, screens = SCREENS as readonly (typeof SCREENS)[number][]) =>
  slidesOf(of, screens).map(({ key }) => key)

describe('turningOf', () => {
  it('takes seconds and screens from the address', () => {
    expect(turning('seconds=20&screens=incidents,families')).toEqual({
      seconds: 20,
      screens: ['families', 'incidents'],
    })
  })

  it('turns as usual where nothing that can be read is asked, and neither too fast nor never', () => {
    expect(turning('')).toEqual({ seconds: 15, screens: SCREENS })
    expect(turning('seconds=fast&screens=nonsense')).toEqual({ seconds: 15, screens: SCREENS })
    expect(turning('seconds=0.1').seconds).toBe(5)
    expect(turning('seconds=1e9').seconds).toBe(600)
  })
})

describe('slidesOf', () => {
  it('has one slide a screen, and one for each duty that is behind', () => {
    const [first, second] = DUTIES.map(({ code }) => code)
    expect(keys(wall())).toEqual(['data', 'families', `worst/${first}`, `worst/${second}`, 'incidents'])
  })

  it('leaves out what has no subject, or is not asked for', () => {
    expect(keys(wall({ worst: [], incidents: null }))).toEqual(['data', 'families'])
    expect(keys(wall({ worst: [], incidents: { open: 0, dueAt: [], shown: [] } }))).toEqual(['data', 'families'])
    expect(keys(wall(), ['families'])).toEqual(['families'])
    const many = { families: [...wall().families, ...wall().families].slice(0, 5) }
    expect(keys(wall(many), ['families'])).toEqual(['families', 'families/4'])
  })

  it('is never empty', () => {
    const nothing = { townships: [], families: familiesOf(DUTIES, []), worst: [], incidents: null }
    expect(keys(wall(nothing))).toEqual(['data'])
    expect(keys(wall(nothing), ['incidents'])).toEqual(['data'])
  })
})

describe('slideFrom', () => {
  const slides = slidesOf(wall({ worst: [] }), SCREENS)
  const from = (key: string | null, by: number) => slideFrom(slides, key, by)?.key

  it('goes round in both directions', () => {
    expect(from('data', 1)).toBe('families')
    expect(from('incidents', 1)).toBe('data')
    expect(from('data', -1)).toBe('incidents')
  })

  it('begins anew where the slide is no more', () => {
    expect(from(null, 0)).toBe('data')
    expect(from('worst/talk', 1)).toBe('data')
  })
})
