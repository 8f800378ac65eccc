import { describe, expect, it } from 'vitest'
import { channelConfigSchema, isMailAddress, noticesConfigSchema } from '../../pipeline/notices/config.ts'
import { openChannel } from '../../pipeline/notices/index.ts'

const tools = { fetch: globalThis.fetch, now: () => new Date(0), timer: () => () => undefined }
const ROBOT = { id: 'g', name: '群', kind: 'wecom', url_env: 'ADDRESS' }
const MAIL = { id: 'm', name: '邮件', kind: 'smtp', host: 'mail.example.org', from: 'a@example.org' }

const faults = (notices: object): string[] =>
  (noticesConfigSchema.safeParse(notices).error?.issues ?? []).map(({ path }) => path.join('.'))

describe('the config of the notices', () => {
  it('is empty by default, quiet at night but for what is overdue', () => {
    expect(noticesConfigSchema.parse({})).toEqual({
      channels: [],
      quiet_hours: { from: '22:00', to: '07:00' },
      urgent: ['incident_overdue'],
    })
  })

  it('takes every kind', () => {
    const channels = [
      ROBOT,
      { id: 'd', name: '钉钉群', kind: 'dingtalk', url_env: 'A', secret_env: 'B' },
      { id: 'f', name: '飞书群', kind: 'feishu', url_env: 'A', units: ['01'] },
      { id: 'w', name: '平台', kind: 'webhook', url: 'http://10.0.0.3/in', secret_env: 'B' },
      MAIL,
    ]
    expect(faults({ channels, quiet_hours: null })).toEqual([])
  })

  it.each([
    [{ channels: [ROBOT, ROBOT] }, ['channels.1.id']],
    [{ channels: [{ ...ROBOT, url: 'https://…?key=geheim' }] }, ['channels.0']],
    [{ channels: [{ ...ROBOT, url_env: 'https://x/?key=1' }] }, ['channels.0.url_env']],
    [{ channels: [{ ...MAIL, security: 'none' }] }, ['channels.0.security']],
    [{ channels: [{ ...MAIL, user: 'sw' }] }, ['channels.0.password_env']],
    [{ channels: [{ ...MAIL, from: 'a@example.org>\r\nBcc: b@example.org' }] }, ['channels.0.from']],
    [{ channels: [{ id: 'w', name: 'x', kind: 'webhook', secret_env: 'B' }] }, ['channels.0.url']],
    [{ channels: [{ id: 'x', name: 'x', kind: 'fax' }] }, ['channels.0.kind']],
    [{ quiet_hours: { from: '22:00', to: '22:00' } }, ['quiet_hours.to']],
    [{ quiet_hours: { from: '24:00', to: '7:00' } }, ['quiet_hours.from', 'quiet_hours.to']],
    [{ urgent: ['all'] }, ['urgent.0']],
  ])('refuses %o', (notices, paths) => {
    expect(faults(notices)).toEqual(paths)
  })

  it('asks for its secrets at the start, and says no more than their names', () => {
    const config = channelConfigSchema.parse(ROBOT)
    expect(() => openChannel(config, {}, tools)).toThrow('ADDRESS')
    for (const wrong of ['geheim', 'http://example.org/send?key=geheim', 'ftp://x/geheim']) {
      expect(() => openChannel(config, { ADDRESS: wrong }, tools)).toThrow(/^(?!.*geheim).*ADDRESS/)
    }
    expect(() => openChannel(config, { ADDRESS: 'https://example.org/send?key=geheim' }, tools)).not.toThrow()
  })

  it.each(['li.juan+sw@mail.example.org', 'a@b'])('takes the address %s', (text) => {
    expect(isMailAddress(text)).toBe(true)
  })

  it.each(['', 'a', 'a@', '@b', 'a b@c', 'a@b, c@d', 'a@b\nBcc: c@d', '<a@b>', 'a@b.', `${'a'.repeat(200)}@b`])(
    'refuses the address “%s”',
    (text) => {
      expect(isMailAddress(text)).toBe(false)
    },
  )
})
