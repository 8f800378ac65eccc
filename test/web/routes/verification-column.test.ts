import { expect, it } from 'vitest'
import { randomWords, verificationShort, verificationWords } from '../../../web/lib/components/verification.ts'
import { verificationColumn } from '../../../web/routes/rate-columns.ts'

const TALK = {
  unit_id: '01',
  duty: 'talk',
  checked: 8,
  confirmed: 6,
  rate: 0.7,
  low: 0.4,
  high: 0.9,
  random_checked: 0,
  random_confirmed: 0,
  random_rate: null,
}

it('says a verification rate with its counts and interval, and nothing where nothing was checked', () => {
  expect(verificationWords(TALK)).toBe('核实率 70.0%（属实 6 / 8，95% 区间 40.0–90.0%）')
  expect(verificationShort(TALK)).toBe('核实率 70.0%（6 / 8）')
  expect(randomWords(TALK)).toBe('')
  expect(verificationWords({ ...TALK, checked: 0, confirmed: 0, rate: null, low: null, high: null })).toBe('')
})

it('has a column beside the reported rate only where something was checked', () => {
  expect(verificationColumn([])).toEqual([])
  const [column] = verificationColumn([TALK])
  expect(column?.text({ unit_id: '01', duty: 'talk' })).toBe('70.0%（6 / 8）')
  expect(column?.text({ unit_id: '02', duty: 'talk' })).toBe('')
})
