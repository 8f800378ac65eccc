import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ACCOUNTS, SCHOOL, serveSample, type AccountName, type ServedCounty } from '../support/served-county.ts'

let county: ServedCounty
beforeAll(async () => {
  county = await serveSample()
})
afterAll(() => county.close())

const FROM = encodeURIComponent('2026-09-10T01:00:00+08:00')

/** Everything whose answer is of children or of how a township's data came, with a place for a unit. */
const PRIVATE = [
  '/api/subjects?duty=talk&unit=$',
  '/api/subjects?duty=file&format=csv&unit=$',
  '/api/subjects?duty=file&format=arrow&unit=$',
  '/api/todo?unit=$',
  '/api/todo?format=xlsx&unit=$',
  '/api/incidents?unit=$',
  '/api/incidents?format=csv&unit=$',
  '/api/rejects?unit=$',
  '/api/rejects?format=csv&unit=$',
  '/api/faults?unit=$',
  `/api/changes/rows?from=${FROM}&register=census&unit=$`,
  '/api/send-back?unit=$',
  '/api/send-back?file=%E6%91%B8%E5%BA%95%E8%8A%B1%E5%90%8D%E5%86%8C.csv&unit=$',
]

/** Ways to name a unit that is not one's own, past whoever looks only once. */
const SPELLINGS = [
  '02',
  '02/青石东村',
  '02/青石中心小学',
  '990100',
  ' 02',
  '02 ',
  '０２',
  '02\u200b',
  '01/../02',
  '01,02',
  '%2530%2532',
  '02\u0000',
]
const OTHERS: AccountName[] = ['township01', 'school', 'operator']

/** A row of 02, in JSON or CSV: in nothing that somebody of 01 is given. A child of 01 may live in a village of 02. */
const OF_02 = /"township_id":"02"|"township":"青石镇"|"02-\d|,02,/

describe('a unit that is not one’s own', () => {
  it.each(PRIVATE)('is not given away by %s, however it is written', async (path) => {
    for (const name of OTHERS) {
      for (const spelling of SPELLINGS) {
        const { status, body } = await county.ask(path.replace('$', encodeURIComponent(spelling)), { as: name })
        const about = [name, spelling]
        expect([about, status === 403 || status === 400]).toEqual([about, true])
        expect([about, body.includes('"rows"')]).toEqual([about, false])
      }
    }
  })

  it.each(PRIVATE)('is not smuggled past the gate beside one’s own: %s', async (path) => {
    const own = { township01: '01', school: SCHOOL } as const
    for (const name of ['township01', 'school'] as const) {
      const mine = path.replace('$', encodeURIComponent(own[name]))
      for (const more of ['&unit=02', '&%75nit=02', '&unit%00=02', '&UNIT=02', '&unit[]=02', '&township=02'])
        expect([name, more, (await county.ask(mine + more, { as: name })).status >= 400]).toEqual([name, more, true])
      const first = path.replace(/unit=\$/, `unit=02&unit=${encodeURIComponent(own[name])}`)
      expect([name, (await county.ask(first, { as: name })).status >= 400]).toEqual([name, true])
    }
  })

  it('has another’s rows in no list that names none', async () => {
    for (const name of ['township01', 'school'] as const) {
      for (const path of PRIVATE) {
        const { status, body } = await county.ask(path.replace(/[?&]unit=\$/, ''), { as: name })
        if (status === 200) expect([name, path, OF_02.test(body)]).toEqual([name, path, false])
      }
    }
  })

  it('of 02 is what the search for it finds, where it may be seen', async () => {
    const { body } = await county.ask('/api/subjects?duty=talk', { as: 'inspector02' })
    expect(body).toMatch(OF_02)
  })
})

describe('a township, a register and a role', () => {
  const post = (path: string, as: AccountName, body: object) =>
    county.ask(path, {
      as,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  it('that may not pull or decide is refused, whatever is named', async () => {
    for (const township of SPELLINGS) {
      expect([township, (await post('/api/pulls', 'township01', { township })).status]).toEqual([
        township,
        township.startsWith('01/') ? 404 : 403,
      ])
      for (const name of ['inspector', 'inspector02', 'school'] as const)
        expect([name, (await post('/api/pulls', name, { township })).status]).toEqual([name, 403])
    }
    for (const name of ['inspector', 'inspector02', 'township01', 'school'] as const) {
      for (const path of [
        '/api/holds/01/census',
        '/api/holds/02/census',
        '/api/holds/%ff/census',
        '/api/holds/01/..%2fcensus',
      ])
        expect([name, path, (await post(path, name, { decision: 'accept', rows: 0 })).status]).toEqual([
          name,
          path,
          403,
        ])
    }
    const raw = { method: 'POST', headers: { 'content-type': 'application/json' }, as: 'township01' } as const
    for (const body of ['', '[]', '"02"', 'null', '{"township":["02"]}', '{"township":"01","township":"02"}', '{'])
      expect([body, (await county.ask('/api/pulls', { ...raw, body })).status]).toEqual([body, 403])
  })

  it('that there is not is told apart from one that may not be seen by nobody who may not', async () => {
    const asked = async (unit: string) =>
      (await county.ask(`/api/subjects?duty=talk&unit=${unit}`, { as: 'township01' })).status
    expect([await asked('02'), await asked('77')]).toEqual([403, 403])
  })
})

describe('the audit trail', () => {
  interface Entry {
    entry_id: number
    unit_id: string | null
    detail: string
  }
  const entries = async (query: string, as: AccountName): Promise<Entry[]> => {
    const { status, body } = await county.ask(`/api/audit?${query}`, { as })
    expect([query, as, status]).toEqual([query, as, 200])
    return (JSON.parse(body) as { rows: Entry[] }).rows
  }

  it('is a township’s own, whatever entry, account or unit its address names', async () => {
    // Something of each township, and of a unit whose id begins like another's.
    for (const unit of ['01', '02', '02/青石东村'])
      await county.ask(`/api/subjects?duty=file&format=csv&unit=${encodeURIComponent(unit)}`, { as: 'county' })
    const all = await entries('', 'county')
    const others = all.filter(({ unit_id }) => unit_id?.split('/')[0] !== '01')
    expect(others.some(({ unit_id }) => unit_id === '02/青石东村')).toBe(true)
    const highest = Math.max(...all.map(({ entry_id }) => entry_id))
    const questions = [
      '',
      'unit=01',
      ...others.map(({ entry_id }) => `before=${entry_id + 1}`),
      `before=${highest + 1_000}`,
      `before=${Number.MAX_SAFE_INTEGER}`,
      ...['county', 'inspector02', 'township02', 'operator', '%', '_'].map((actor) => `actor=${actor}`),
      ...['export', 'unmask', 'sign_in', 'user_added', 'config_changed', '%'].map((action) => `action=${action}`),
      'verify=1',
    ]
    let seen = 0
    for (const query of questions) {
      const found = await entries(query, 'township01')
      seen += found.length
      expect([query, found.filter(({ unit_id }) => unit_id?.split('/')[0] !== '01')]).toEqual([query, []])
    }
    expect(seen).toBeGreaterThan(0)
    for (const spelling of SPELLINGS) {
      const { status, body } = await county.ask(`/api/audit?unit=${encodeURIComponent(spelling)}`, { as: 'township01' })
      expect([spelling, status === 403 || status === 400, body.includes('entry_id')]).toEqual([spelling, true, false])
    }
    for (const before of ['0', '-1', '1.5', 'x', "1' or '1'='1", '1e3', '9'.repeat(30)]) {
      const { status, body } = await county.ask(`/api/audit?${new URLSearchParams({ before })}`, { as: 'township01' })
      expect([before, status < 500, /"unit_id":"02/.test(body)]).toEqual([before, true, false])
    }
    for (const name of ['school', 'schools', 'inspector', 'operator'] as const)
      expect([name, (await county.ask('/api/audit?unit=01', { as: name })).status]).toEqual([name, 403])
  })

  it('of an account of two townships is of both, and of no third', async () => {
    const found = await entries('', 'townships')
    expect(new Set(found.map(({ unit_id }) => unit_id?.split('/')[0]))).toEqual(new Set(['01', '02']))
  })
})

describe('a cursor', () => {
  it('of another viewer, or one that was written by hand, leads to nothing of another’s', async () => {
    const first = await county.ask('/api/subjects?duty=talk&limit=5', { as: 'county' })
    const { next_cursor } = JSON.parse(first.body) as { next_cursor: string }
    for (const name of ['township01', 'school', 'operator'] as const) {
      const { status } = await county.ask(`/api/subjects?duty=talk&limit=5&cursor=${next_cursor}`, { as: name })
      expect([name, status === 400 || status === 403]).toEqual([name, true])
    }
    const read = JSON.parse(Buffer.from(next_cursor, 'base64url').toString()) as Record<string, unknown>
    const own = JSON.parse((await county.ask('/api/subjects?duty=talk&limit=5', { as: 'township01' })).body) as {
      next_cursor: string
    }
    const mine = JSON.parse(Buffer.from(own.next_cursor, 'base64url').toString()) as Record<string, unknown>
    for (const change of [
      { after: 0 },
      { after: 100 },
      { question: read.question },
      { state: 1 },
      { after: -1 },
      { unit: '02' },
    ]) {
      const cursor = Buffer.from(JSON.stringify({ ...mine, ...change })).toString('base64url')
      const { status, body } = await county.ask(`/api/subjects?duty=talk&limit=100&cursor=${cursor}`, {
        as: 'township01',
      })
      expect([change, status < 500, OF_02.test(body)]).toEqual([change, true, false])
    }
  })
})

describe('an event stream', () => {
  it('is of what its reader may see alone: no incident of another township', async () => {
    const headers = { cookie: await county.cookieOf('township01'), accept: 'text/event-stream' }
    const stream = await fetch(`${county.address}api/events`, { headers })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    const event = { incident: 'x', stage: 'opened', at: '2026-10-31T12:00:00+08:00' }
    for (const township of ['02', '01'])
      county.application.events.emit('incident', { ...event, township, incident: `${township}-999` } as never)
    let seen = ''
    while (!seen.includes('01-999')) {
      const part = await reader?.read()
      if (part === undefined || part.done) break
      seen += part.value
    }
    await reader?.cancel()
    expect(seen).toContain('01-999')
    expect(seen).not.toContain('02-999')
  })
})

describe('the pages', () => {
  it('give whoever is of 01 no row of 02', async () => {
    const pages = [
      '/',
      '/incidents',
      '/data',
      '/changes?register=census',
      '/duties/talk',
      '/townships/02',
      '/duties/talk?unit=02',
      '/incidents?unit=02',
      '/data?unit=02',
    ]
    for (const name of Object.keys(ACCOUNTS).filter(
      (each) => each === 'township01' || each === 'school',
    ) as AccountName[]) {
      for (const path of pages) {
        const { status, body } = await county.ask(path, { as: name })
        expect([name, path, status < 500]).toEqual([name, path, true])
        expect([
          name,
          path,
          /02-\d{3}|青石(东村|西村|上坪村|石桥社区|中心小学|中学|第二小学)/.test(
            path === '/townships/02' || path.includes('unit=02') ? '' : body,
          ),
        ]).toEqual([name, path, false])
      }
    }
  })
})
