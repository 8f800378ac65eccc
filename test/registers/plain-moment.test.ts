import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseMoment } from '../../pipeline/registers/cells/date.ts'
import { PlainMoment } from '../../pipeline/registers/cells/plain-moment.ts'
import { CellMemory } from '../../pipeline/registers/cell-memory.ts'

const read = (text: string): { days: number; seconds: number | null } | null => {
  const bytes = Buffer.from(`x${text}y`)
  const moment = new PlainMoment()
  return moment.read(bytes, 1, bytes.length - 1)
    ? { days: moment.days, seconds: moment.seconds < 0 ? null : moment.seconds }
    : null
}

describe('a plain moment', () => {
  it('means what the full reading says, or is left to it', () => {
    const part = fc.constantFrom(
      '2026',
      '1999',
      '0001',
      '12',
      '1',
      '01',
      '31',
      '30',
      '02',
      '29',
      '2024',
      '99',
      '24',
      '8',
      '08',
      '60',
      '',
    )
    const sign = fc.constantFrom('-', '/', '.', ' ', ':', '年', 'T', '  ')
    fc.assert(
      fc.property(fc.array(fc.tuple(part, sign), { maxLength: 6 }), part, (parts, last) => {
        const text = parts.map(([a, b]) => a + b).join('') + last
        const plain = read(text)
        if (plain) expect(plain).toEqual(parseMoment(text))
      }),
      { numRuns: 20_000 },
    )
  })

  it('reads every day in the common spellings', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1990-01-01'), max: new Date('2040-12-31'), noInvalidDate: true }),
        (date) => {
          const text = date.toISOString().slice(0, 19).replace('T', ' ')
          expect(read(text)).toEqual(parseMoment(text))
          expect(read(text.slice(0, 10).replaceAll('-', '/'))).toEqual(parseMoment(text.slice(0, 10)))
        },
      ),
    )
  })

  it.each([
    '2026-02-30',
    '2026-13-01',
    '2026-01-32',
    '2026-1',
    '20260901',
    '2026-09/01',
    '2026-09-01 24:00',
    '2026-09-01 08:30:15.5',
  ])('leaves %s to the full reading', (text) => {
    expect(read(text)).toBeNull()
  })
})

describe('a memory of cells', () => {
  it('finds what was added, and nothing else, also when hashes fall together and when it started anew', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ unit: 'binary', maxLength: 6 }), fc.integer({ min: 0, max: 3 })), {
          maxLength: 400,
        }),
        fc.integer({ min: 1, max: 300 }),
        (cells, most) => {
          const memory = new CellMemory<string>(most)
          for (const [text, hash] of cells) {
            const bytes = Buffer.from(text)
            const key = `${hash}:${text}`
            const found = memory.find(bytes, 0, bytes.length, hash)
            if (found === undefined) memory.add(bytes, 0, bytes.length, hash, key)
            expect(memory.find(bytes, 0, bytes.length, hash)).toBe(key)
          }
        },
      ),
    )
  })
})
