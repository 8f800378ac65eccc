import { expect, it } from 'vitest'
import { openedOf, openedQuery, pageAddress } from '../../../web/routes/incidents/address.ts'

const PRESENT = new URLSearchParams('status=open&incident=01/5&cursor=c')

it('has each line that is open, and of whom the board is', () => {
  const query = openedQuery(PRESENT, '01', ['01/5', '02/7'])
  expect(query).toBe('?status=open&cursor=c&unit=01&incident=01%2F5&incident=02%2F7')
  expect(openedOf(new URLSearchParams(query))).toEqual(['01/5', '02/7'])
  // Of all: said too, as an address that only names a line is that of the line's township.
  expect(openedQuery(new URLSearchParams(), null, ['01/5'])).toBe('?unit=&incident=01%2F5')
})

it('is as it was before, once all lines are closed', () => {
  expect(openedQuery(new URLSearchParams(), null, [])).toBe('')
  expect(openedQuery(new URLSearchParams('status=open&unit='), null, [])).toBe('?status=open&unit=')
  expect(openedQuery(PRESENT, '01', [])).toBe('?status=open&cursor=c&unit=01')
})

it('turns to another page of the same board, where no line is looked for', () => {
  expect(pageAddress(PRESENT, '01', 'd')).toBe('?status=open&cursor=d&unit=01')
  expect(pageAddress(PRESENT, '01', null)).toBe('?status=open&unit=01')
})
