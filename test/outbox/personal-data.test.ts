import { afterEach, expect, it } from 'vitest'
import type { Viewer } from '../../web/server/viewer.ts'
import { ByteSearch, personalTextsIn } from '../support/personal-texts.ts'
import { ToldCounty } from './told-county.ts'

let told: ToldCounty
afterEach(() => told.close())

const COUNTY: Viewer = { name: 'chen', role: 'county', units: [] }
const TOWNSHIP: Viewer = { name: 'lijuan', role: 'township', units: ['01'] }

it('no name, number, telephone or address of a loaded county stands in any message of a whole replay', async () => {
  told = await ToldCounty.open({ pulls: 2 })
  told.config = { quiet_hours: null, urgent: [] }
  const channels = ['group', 'group01', 'hook', 'mail']
  await told.add(COUNTY, { channels, address: 'chen@example.org' })
  await told.add(TOWNSHIP, { channels, address: 'lijuan@example.org' })
  const { warehouse } = told.county.application
  const [child] = await warehouse
    .query('accounts/all')
    .then(() => warehouse.queryText('select child_id from census_rows where to_at is null limit 1'))
  const texts = await personalTextsIn(told.county.exports)
  const name = [...texts].find((text) => /^\p{Script=Han}{3}$/u.test(text)) ?? ''
  const id = [...texts].find((text) => /^99\d{15}[\dX]$/.test(text)) ?? ''
  expect([name, id]).not.toContain('')
  // Clerks write numbers of incidents as they like.
  for (const [index, number] of ['N-9', name, id, `${id}-1`, '13800001234', `tel-13800001234`].entries())
    await told.tell(number, { township: index % 2 === 0 ? '01' : '02', child_id: String(child?.child_id) })
  await told.start()
  // Half time and end of each of the three clocks.
  const told_at = told.county.clock.now.getTime()
  for (const minutes of [16, 31, 61, 121]) {
    told.county.clock.now = new Date(told_at + minutes * 60_000)
    await told.restart()
  }
  await told.restart('2026-11-02T12:00:00')
  const kinds = new Set(told.sent.map(({ message }) => message.title.replace(/^.*：| \d+ 件$/g, '')))
  expect([...kinds]).toEqual(expect.arrayContaining(['突发事件时限过半', '突发事件超时', '数据过期']))
  const all = told.sent.map(({ message }) => JSON.stringify(message)).join('\n')
  expect(all).toContain('N-9')
  // An address may be a village's name and nothing else; units may be told.
  const units = new Set(
    told.county.application.config.townships.flatMap((each) => [each.name, ...each.villages, ...each.schools]),
  )
  const search = new ByteSearch([...texts].filter((text) => !units.has(text)))
  expect(search.searched.length).toBeGreaterThan(50)
  expect(search.foundIn(Buffer.from(all))).toEqual([])
  expect(all).not.toMatch(/13800001234|\d{15}/)
  // Nor in what is kept of it.
  const kept = JSON.stringify(await warehouse.queryText('select kind, facts, places from notices'))
  expect(kept).not.toMatch(/child_id|sealed/)
})
