/// <reference lib="dom" />
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Held, labelOf, type Noted } from '../../../../web/routes/field/held.ts'
import { sendWaiting, type Reply, type Station } from '../../../../web/routes/field/outbox.ts'
import type { Taken } from '../../../../web/routes/field/worksheet.ts'
import { memoryStore, type MemoryStore } from '../../../support/memory-store.ts'

const PASSWORD = '三月的雨落在青石镇'
const NAME = '唐娜诺'
const AT = '2026-11-03T01:00:00.000Z'
const TAKEN = {
  device_id: 'deviceabcdef',
  token: 'a-token-that-is-long-enough',
  duties: [],
  worksheet: { inspection_id: 'abcdefghjk', title: '秋季暗访', samples: [{ child: { name: NAME } }] },
} as unknown as Taken & { duties: [] }
const AWAY: Reply = { kind: 'halt', why: 'unreachable', detail: '' }

/** A server that keeps each number once, on a line that loses what it is told to: the question, or the answer. */
class LossyServer implements Station {
  readonly came: string[] = []
  losses: ('none' | 'question' | 'answer')[] = []
  conflicts = new Set<number>()

  tellFinding = async ({
    finding_id,
    claim_id,
    after,
  }: {
    finding_id: string
    claim_id: number
    after: string | null
  }) =>
    this.#take(finding_id, () => {
      // As the server checks it: what replaces another comes after it.
      expect(after === null || this.came.includes(after)).toBe(true)
      return this.conflicts.has(claim_id)
    })
  tellPhoto = async ({ photo_id, finding_id }: { photo_id: string; finding_id: string }) =>
    this.#take(photo_id, () => {
      expect(this.came).toContain(finding_id)
      return false
    })

  #take(id: string, isConflict: () => boolean): Reply {
    const loss = this.losses.shift() ?? 'none'
    if (loss === 'question') return AWAY
    const state = isConflict() ? 'conflict' : this.came.includes(id) ? 'known' : 'kept'
    if (!this.came.includes(id)) this.came.push(id)
    return loss === 'answer' ? AWAY : { kind: 'taken', state }
  }
}

function numbered(): () => string {
  let last = 0
  return () => `number-${String((last += 1)).padStart(4, '0')}`
}

const noted = (claim_id: number, photo_count = 0): Noted => ({
  claim: { claim_id, finding: null },
  result: 'confirmed',
  note: '本人说谈过',
  place: null,
  found_at: AT,
  photos: Array.from({ length: photo_count }, (_, at) => ({ taken_at: AT, jpeg: `/9j/${at}` })),
})

async function taken(store: MemoryStore, newId = numbered()): Promise<Held> {
  return Held.take(store, PASSWORD, TAKEN, { newId, iterations: 1 })
}

async function reopened(store: MemoryStore, newId: () => string): Promise<Held> {
  const label = await labelOf(store)
  const held = label && (await Held.open(store, label, PASSWORD, { newId }))
  if (!held) throw new Error('It does not open.')
  return held
}

/** Findings and photos in the order in which they were put down. */
async function inOrder(held: Held): Promise<string[]> {
  const ids: string[] = []
  for (const { finding_id, sequence } of held.findings) {
    ids.push(finding_id)
    for (const name of await held.photosOf(sequence)) ids.push((await held.photo(name))?.photo_id ?? '')
  }
  return ids
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('note' as const), claim: fc.integer({ min: 1, max: 3 }), photos: fc.nat(2) }),
  fc.record({
    kind: fc.constant('send' as const),
    losses: fc.array(fc.constantFrom('none' as const, 'question' as const, 'answer' as const), { maxLength: 6 }),
  }),
  fc.record({ kind: fc.constant('restart' as const) }),
)

describe('the outbox', () => {
  it('sends each once and in order, whatever answers are lost and however often the device restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const store = memoryStore()
        const newId = numbered()
        const server = new LossyServer()
        let held = await taken(store, newId)
        const expected: string[] = []
        for (const each of steps) {
          if (each.kind === 'restart') held = await reopened(store, newId)
          else if (each.kind === 'send') {
            server.losses = [...each.losses]
            await sendWaiting(held, server)
          } else {
            const { finding_id, sequence } = await held.note(noted(each.claim, each.photos))
            expected.push(finding_id)
            for (const name of await held.photosOf(sequence)) expected.push((await held.photo(name))?.photo_id ?? '')
          }
        }
        server.losses = []
        held = await reopened(store, newId)
        expect(await sendWaiting(held, server)).toBeNull()
        expect(server.came).toEqual(expected)
        expect(held.findings.every(({ state }) => state === 'kept')).toBe(true)
        expect(await held.photoCount()).toBe(0)
        expect(await sendWaiting(await reopened(store, newId), server)).toBeNull()
        expect(server.came).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it('goes on after what the server refuses for good, and keeps why', async () => {
    const held = await taken(memoryStore())
    const server = new LossyServer()
    await held.note(noted(1, 1))
    await held.note(noted(2))
    const refusing: Station = {
      ...server,
      tellFinding: async (finding) =>
        finding.claim_id === 1 ? { kind: 'refused', detail: '说明太长。' } : server.tellFinding(finding),
    }
    expect(await sendWaiting(held, refusing)).toBeNull()
    expect(held.findings.map(({ state, reason }) => [state, reason])).toEqual([
      ['refused', '说明太长。'],
      ['kept', null],
    ])
    expect(await held.photoCount()).toBe(0)
  })

  it('keeps a conflict as one, and the next finding of the claim follows what was chosen', async () => {
    const store = memoryStore()
    const held = await taken(store)
    const server = new LossyServer()
    server.conflicts.add(1)
    await held.note(noted(1))
    expect(await sendWaiting(held, server)).toBeNull()
    expect(held.findings[0]?.state).toBe('conflict')
    await held.change(1, { state: 'settled', standing: 'of-another' })
    server.came.push('of-another')
    expect((await held.note(noted(1))).after).toBe('of-another')
  })

  it('halts where the device was stopped or the sign-in ended, and loses nothing', async () => {
    const held = await taken(memoryStore())
    await held.note(noted(1, 1))
    await held.note(noted(2))
    const before = await inOrder(held)
    for (const why of ['revoked', 'signed_out', 'stopped'] as const) {
      const halt = { kind: 'halt' as const, why, detail: 'x' }
      expect(await sendWaiting(held, { tellFinding: async () => halt, tellPhoto: async () => halt })).toEqual(halt)
    }
    expect(await inOrder(held)).toEqual(before)
  })
})

describe('what a device holds', () => {
  it('cannot be read without the password, and opens not with another', async () => {
    const store = memoryStore()
    const held = await taken(store)
    await held.note(noted(1, 1))
    await held.keepDraft(2, { result: 'contradicted', note: '班主任没有来过' })
    const everything = [...store.kept].map(([name, bytes]) => name + Buffer.from(bytes).toString('utf8')).join('\n')
    for (const text of [NAME, '本人说谈过', '班主任', '秋季暗访', TAKEN.token, 'confirmed', '/9j/', PASSWORD]) {
      expect(everything).not.toContain(text)
    }
    expect(everything).toContain(TAKEN.device_id)
    const label = await labelOf(store)
    expect(label && (await Held.open(store, label, 'another'))).toBeNull()
    expect(await (await reopened(store, numbered())).draft(2)).toEqual({
      result: 'contradicted',
      note: '班主任没有来过',
    })
  })

  it('is gone when another worksheet is taken along', async () => {
    const store = memoryStore()
    await (await taken(store)).note(noted(1, 2))
    expect((await taken(store)).findings).toEqual([])
    expect([...store.kept.keys()].sort()).toEqual(['label', 'taken'])
  })

  it('numbers what is put down at the same time one after the other', async () => {
    const held = await taken(memoryStore())
    await Promise.all([held.note(noted(1)), held.note(noted(1)), held.note(noted(2))])
    expect(held.findings.map(({ sequence }) => sequence)).toEqual([1, 2, 3])
    expect(held.findings[1]?.after).toBe(held.findings[0]?.finding_id)
  })
})
