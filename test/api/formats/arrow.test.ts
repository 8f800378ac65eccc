import { RecordBatchReader, tableFromIPC, Type } from 'apache-arrow'
import { describe, expect, it } from 'vitest'
import type { ColumnSpec } from '../../../web/api/columns.ts'
import { arrowOf } from '../../../web/api/formats/arrow.ts'

const COLUMNS: ColumnSpec[] = [
  { name: 'name', type: 'text' },
  { name: 'count', type: 'integer' },
  { name: 'rate', type: 'number' },
  { name: 'is_stale', type: 'boolean' },
  { name: 'due_at', type: 'instant' },
  { name: 'codes', type: 'texts' },
]

async function bytesOf(blocks: Iterable<object[]>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of arrowOf(COLUMNS, blocks)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const ROWS = [
  { name: '石桥村', count: 3, rate: 0.25, is_stale: true, due_at: '2026-10-31T12:00:00+08:00', codes: ['a', 'b'] },
  { name: null, count: null, rate: null, is_stale: null, due_at: null, codes: [] },
  { name: '', count: 0, rate: 0, is_stale: false },
]

describe('arrowOf', () => {
  it('reads back as it was: types, nulls, zeros', async () => {
    const table = tableFromIPC(await bytesOf([ROWS]))
    expect(table.schema.fields.map(({ name, typeId, nullable }) => [name, typeId, nullable])).toEqual([
      ['name', Type.Utf8, true],
      ['count', Type.Int, true],
      ['rate', Type.Float, true],
      ['is_stale', Type.Bool, true],
      ['due_at', Type.Timestamp, true],
      ['codes', Type.Utf8, true],
    ])
    expect(String(table.schema.fields[4]?.type)).toBe('Timestamp<MILLISECOND, UTC>')
    expect(table.toArray().map((row) => ({ ...row.toJSON() }))).toEqual([
      { name: '石桥村', count: 3, rate: 0.25, is_stale: true, due_at: Date.UTC(2026, 9, 31, 4), codes: 'a;b' },
      { name: null, count: null, rate: null, is_stale: null, due_at: null, codes: '' },
      { name: '', count: 0, rate: 0, is_stale: false, due_at: null, codes: null },
    ])
  })

  it('is one record batch a block', async () => {
    const reader = RecordBatchReader.from(await bytesOf([ROWS, [], ROWS.slice(1), ROWS]))
    expect([...reader].map((batch) => batch.numRows)).toEqual([3, 2, 3])
  })

  it('has its schema without a row', async () => {
    const table = tableFromIPC(await bytesOf([]))
    expect(table.numRows).toBe(0)
    expect(table.schema.fields.map(({ name }) => name)).toEqual(COLUMNS.map(({ name }) => name))
  })

  it('asks for a block when the one before is written, and for none after it is left', async () => {
    let asked = 0
    let isEnded = false
    async function* blocks(): AsyncGenerator<object[]> {
      try {
        for (;;) {
          asked++
          yield ROWS
        }
      } finally {
        isEnded = true
      }
    }
    const stream = arrowOf(COLUMNS, blocks())
    await stream.next()
    expect(asked).toBe(0)
    await stream.next()
    expect(asked).toBe(1)
    await stream.next()
    expect(asked).toBe(2)
    await stream.return(undefined)
    expect(isEnded).toBe(true)
  })
})
