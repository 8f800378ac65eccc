import { expect, it } from 'vitest'
import { clockWords, type ClockShown } from '../../../web/lib/components/clock-words.ts'

const at = (time: string): string => `2026-10-31T${time}+08:00`
const NOW = Date.parse(at('12:00:00'))
const words = (state: ClockShown['state'], dueAt: string, doneAt: string | null = null): string =>
  clockWords({ state, occurredAt: at('11:00:00'), dueAt: at(dueAt), doneAt: doneAt && at(doneAt) }, NOW)

it('is told to the second while it runs, before its limit and after', () => {
  expect(words('pending', '12:12:08')).toBe('还剩 12 分 08 秒')
  expect(words('pending', '12:00:00')).toBe('还剩 0 分 00 秒')
  expect(words('missed', '11:21:55')).toBe('超时 38 分 05 秒')
  // One that runs out while it is looked at.
  expect(words('pending', '11:59:59')).toBe('超时 0 分 01 秒')
})

it('is told in whole minutes once it is stopped', () => {
  expect(words('late', '11:30:00', '11:52:30')).toBe('超时 22 分')
  expect(words('met', '11:30:00', '11:18:00')).toBe('用时 18 分')
})

it('says that no time was given, or that it cannot be', () => {
  expect(words('unknown', '11:30:00')).toBe('未填时间')
  expect(words('impossible', '11:30:00', '10:00:00')).toBe('时间矛盾')
})
