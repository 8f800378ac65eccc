import { describe, expect, it } from 'vitest'
import { foundAddress, foundKey, type Found } from '../../web/lib/found.ts'

const found = (of: Partial<Found>): Found => ({
  kind: 'township',
  id: '01',
  name: '高桥镇',
  township: '高桥镇',
  month: null,
  ...of,
})

describe('where a result leads', () => {
  it('is the township’s page, and there the village or school', () => {
    expect(foundAddress(found({}), null)).toBe('/townships/01')
    const village = found({ kind: 'village', id: '01/东 村', name: '东 村' })
    expect(foundAddress(village, null)).toBe('/townships/01?village=%E4%B8%9C+%E6%9D%91#todo')
    expect(foundAddress(found({ kind: 'school', id: '01/a&b', name: 'a&b' }), null)).toBe(
      '/townships/01?school=a%26b#todo',
    )
  })

  it('is the incident’s own line on the board of its month', () => {
    const incident = found({ kind: 'incident', id: '01/2026/7', name: '2026/7', month: '2026-09' })
    expect(foundAddress(incident, null)).toBe('/incidents?period=2026-09&incident=01%2F2026%2F7#incident')
    expect(foundAddress({ ...incident, month: null }, null)).toBe('/incidents?incident=01%2F2026%2F7#incident')
  })

  it('keeps the instant of the page in sight', () => {
    const at = 'as_of=2026-10-01T12%3A00'
    expect(foundAddress(found({}), '2026-10-01T12:00')).toBe(`/townships/01?${at}`)
    expect(foundAddress(found({ kind: 'village', id: '01/a', name: 'a' }), '2026-10-01T12:00')).toBe(
      `/townships/01?village=a&${at}#todo`,
    )
    expect(foundAddress(found({ kind: 'incident', id: '01/7' }), '2026-10-01T12:00')).toBe(
      `/incidents?incident=01%2F7&${at}#incident`,
    )
  })

  it('is told apart though a village and a school have one name', () => {
    const id = '01/石桥'
    expect(foundKey(found({ kind: 'village', id }))).not.toBe(foundKey(found({ kind: 'school', id })))
  })
})
