import { afterAll, beforeAll, expect, it } from 'vitest'
import { addNotices, addSteps, openNotices } from '../../queries/notices.ts'
import { openApiCounty, type ApiCounty } from '../support/api-county.ts'

let county: ApiCounty
beforeAll(async () => {
  county = await openApiCounty({ pulls: 0 })
  county.clock.now = new Date('2026-10-31T12:00:00+08:00')
})
afterAll(() => county.close())

it('/api/notices tells what did not arrive and why, of the last 30 days, and nothing of what was told', async () => {
  const { warehouse } = county.application
  const facts = { township: '高桥镇', place: '高桥中心小学', number: '01-007', clock: 'notify_guardian', at: null }
  const event = { key: 'e-1', kind: 'incident_overdue', subject: 's', places: ['01', '01/高桥中心小学'], facts }
  const targets = ['group', 'mail', 'hook', 'old'].map((channel) => ({
    channel,
    recipient: channel === 'mail' ? 'lijuan' : '',
  }))
  await warehouse.record((transaction) => addNotices(transaction, event, targets, '2026-10-31T11:00:00'))
  const open = await openNotices(warehouse)
  const step = async (channel: string, state: 'failed' | 'unknown' | 'sent', happened_at = '2026-10-31T11:30:00') => {
    const notices = open.filter((each) => each.channel === channel)
    await warehouse.record(async (transaction) => {
      await addSteps(transaction, notices, { state: 'sending', message_id: 'm', happened_at })
      await addSteps(transaction, notices, {
        state,
        message_id: 'm',
        happened_at,
        ...(state === 'sent' ? {} : { reason: '没有在时限内回答' }),
      })
    })
  }
  await step('group', 'unknown')
  await step('mail', 'failed', '2026-10-31T11:40:00')
  await step('hook', 'sent')
  await step('old', 'failed', '2026-09-01T11:30:00')
  const response = await county.api.request('/api/notices')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const shared = { kind: 'incident_overdue', unit_id: '01', attempt_count: 1, reason: '没有在时限内回答' }
  const { rows } = (await response.json()) as { rows: object[] }
  expect(rows).toEqual([
    { channel: 'mail', recipient: 'lijuan', state: 'failed', happened_at: '2026-10-31T11:40:00+08:00', ...shared },
    { channel: 'group', recipient: '', state: 'unknown', happened_at: '2026-10-31T11:30:00+08:00', ...shared },
  ])
  expect(JSON.stringify(rows)).not.toMatch(/01-007|小学/)
})
