import { readFile, writeFile } from 'node:fs/promises'
import type { ApiCounty } from './api-county.ts'
import { readCsv } from './csv-reader.ts'

/** The columns of each register that hold a text, or what a clerk may have typed in place of a code or a date. */
const COLUMNS = {
  '摸底花名册.csv': [1, 4, 5, 6, 7],
  '儿童档案.csv': [2, 3, 5, 7, 8, 9, 11],
  '结对帮扶.csv': [1, 2, 3],
  '谈心走访记录.csv': [3, 1, 4, 5],
  '突发事件.csv': [0, 2, 0, 3],
} as const

/** Puts payloads, in turns, into the text columns of every register of 01, and pulls it. */
export async function pullPoisoned(county: ApiCounty, payloads: readonly string[]): Promise<void> {
  for (const [name, columns] of Object.entries(COLUMNS)) {
    const path = `${county.exports}/01/${name}`
    const text = (await readFile(path, 'utf8')).replace(/^\ufeff/, '').replaceAll(/\r?\n/g, '\r\n')
    const [head = [], ...rows] = readCsv(text)
    const changed = rows.map((row, at) => {
      const copy = [...row]
      const column = columns[at % columns.length] ?? 0
      // An incident keeps a number of its own.
      const payload = payloads[Math.floor(at / columns.length) % payloads.length] ?? ''
      copy[column] = name === '突发事件.csv' && column === 0 ? `${payload}${at}` : payload
      return copy
    })
    const lines = [head, ...changed].map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
    await writeFile(path, `\ufeff${lines.join('\r\n')}\r\n`)
  }
  county.clock.now = new Date('2026-10-31T11:55:00+08:00')
  await county.pull()
}
