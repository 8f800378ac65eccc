import { describe, expect, it } from 'vitest'
import { Drawing, sendDrawing, takeDrawing } from '../../../web/lib/charts/drawing.ts'

const MARKUP = '<svg/>'
const onPage = (name: string) => (name === 'heat-wide' ? '<svg><!-- of the page --></svg>' : '')

describe('a drawing', () => {
  it('goes by its name alone where the page has it, and is read from there', () => {
    const sent = sendDrawing(new Drawing('heat-wide', MARKUP, { isOnPage: true }))
    expect(sent).toEqual({ name: 'heat-wide' })
    expect(takeDrawing({ name: 'heat-wide' }, onPage).markup).toBe(onPage('heat-wide'))
  })

  it('goes with its markup where there is no page', () => {
    const sent = sendDrawing(new Drawing('heat-wide', MARKUP))
    expect(sent).toEqual({ name: 'heat-wide', markup: MARKUP })
    expect(takeDrawing({ name: 'heat-wide', markup: MARKUP }, onPage).markup).toBe(MARKUP)
  })

  it('that is empty stays so, whatever the page has in its place', () => {
    const sent = sendDrawing(new Drawing('heat-wide', '', { isOnPage: true }))
    expect(sent).toEqual({ name: 'heat-wide', markup: '' })
    expect(sent && takeDrawing(sent, onPage).markup).toBe('')
  })

  it('is the only thing that is sent so', () => {
    for (const other of [{ name: 'heat-wide', markup: MARKUP }, MARKUP, null, undefined, 3])
      expect(sendDrawing(other)).toBe(false)
  })
})
