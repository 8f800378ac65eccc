import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { METHOD } from '../../evaluation/evaluate.ts'
import { schemeSchema } from '../../evaluation/scheme.ts'
import { resultsOf } from '../../pipeline/evaluation/results.ts'
import { itemised } from '../../pipeline/evaluation/schemes.ts'

/** By METHOD: archives of a year say which they were computed by, and none verifies when the same number means another thing. */
const KNOWN: Record<number, string> = { 2: 'a8008e583c2b3134803d8454397107daa3a61661dc2f6183c10a6f0071869015' }

it('the same input gives the results that this method has always given: where it does not, METHOD is to be raised', () => {
  const scheme = itemised(
    schemeSchema.parse({
      items: [
        { duty: 'talk', weight: 3 },
        {
          duty: 'file',
          weight: 2,
          scoring: {
            kind: 'steps',
            steps: [
              { from: 0.9, part: 1 },
              { from: 0.5, part: 0.4 },
            ],
          },
        },
        { duty: 'police_report', weight: 1, scoring: { kind: 'penalty', per_case: 0.5 } },
      ],
      entries: [{ township: '02', points: 1.5, reason: '创新', evidence: '文件' }],
      vetoes: [{ township: '03', reason: '瞒报', evidence: '报告' }],
    }),
  )
  const townships = ['01', '02', '03', '04']
  const clusters = townships.flatMap((township, t) =>
    [0, 1, 2, 3].map((k) => ({
      township,
      count: 5 + ((t * 7 + k * 3) % 11),
      cells: [
        { duty: 'talk', met: 5 + ((t + k) % 4), total: 8 },
        { duty: 'file', met: (t + k) % 2, total: 1 },
        ...(k === 0 ? [{ duty: 'police_report', met: t % 2, total: 1 }] : []),
      ],
    })),
  )
  const claims = Array.from({ length: 60 }, (_, i) => ({
    duty: i % 3 === 0 ? 'file' : 'talk',
    township_id: townships[i % 4],
    subject: `a/${i}`,
    stratum: `a/${townships[i % 4]}`,
    share: i % 5 === 0 ? 'risk' : 'random',
    inclusion: 0.2 + (i % 7) / 10,
    result: i % 6 === 0 ? 'contradicted' : i % 11 === 0 ? 'unchecked' : 'confirmed',
  }))
  const { seed, standings, average } = resultsOf({
    ...{ year: '2026', as_of: '2026-12-31T23:59:59.000', known_at: '2027-01-20T08:00:00.000', county: '990100' },
    ...{ scheme, scheme_version: 0, townships, clusters, claims, seed: 11, draws: 300 },
    targets: new Map([['talk', 0.95]]),
  })
  const told = standings.map(({ township, score, low, high, rank_low, rank_high, band, grade, items }) => ({
    ...{ township, score, low, high, rank_low, rank_high, band, grade },
    items: items.map(({ duty, shrunk, verification, counted, points }) => ({
      duty,
      shrunk,
      verification,
      counted,
      points,
    })),
  }))
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, told, average]))
    .digest('hex')
  expect({ method: METHOD, digest }).toEqual({ method: METHOD, digest: KNOWN[METHOD] })
})
