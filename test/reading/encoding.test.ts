import { createHash } from 'node:crypto'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { detach, sha256AndEncoding } from '../../pipeline/reading/index.ts'
import { decodeGb18030, Gb18030Check } from '../../pipeline/reading/text/gb18030.ts'
import { rawDecoding } from '../../pipeline/reading/text/raw-cell.ts'
import { memoryFile } from '../support/memory-file.ts'
import { textRows } from './read.ts'

const BOM = '\ufeff'
const utf16 = (text: string): Buffer => Buffer.from(BOM + text, 'utf16le')
const gb18030 = (text: string): Buffer => iconv.encode(text, 'gb18030')
const probe = (content: Uint8Array | string, block_bytes?: number) =>
  sha256AndEncoding(memoryFile('a.csv', content, block_bytes))

describe('sha256AndEncoding', () => {
  it('hashes the bytes as they are', async () => {
    const text = `${BOM}姓名\n`
    expect((await probe(text, 2)).sha256).toBe(createHash('sha256').update(text).digest('hex'))
  })

  it.each([
    ['UTF-8 with BOM', Buffer.from(`${BOM}姓名,村`), 'utf-8'],
    ['UTF-8 without BOM', Buffer.from('姓名,村'), 'utf-8'],
    ['ASCII', Buffer.from('a,b\n1,2\n'), 'utf-8'],
    ['UTF-16LE', utf16('姓名\t村'), 'utf-16le'],
    ['GB18030 of two bytes', gb18030('姓名,村'), 'gb18030'],
    ['GB18030 of four bytes only', gb18030('䶮,㛃,𠮷'), 'gb18030'],
    [
      'GB18030 behind ASCII longer than a block',
      Buffer.concat([Buffer.alloc(200_000, 'a,b\n'), gb18030('姓名')]),
      'gb18030',
    ],
    ['the euro sign of code page 936', Buffer.from('\x80,\xb4\xe5', 'latin1'), 'gb18030'],
  ])('takes %s for what it is', async (_, bytes, encoding) => {
    expect(await probe(bytes)).toMatchObject({ encoding, fault: null })
  })

  it('believes the BOM over the bytes', async () => {
    const bytes = Buffer.concat([Buffer.from(BOM), gb18030('姓名')])
    expect(await probe(bytes)).toMatchObject({ encoding: 'utf-8', fault: 'not_utf8' })
  })

  it.each([
    ['a null byte', Buffer.from('姓名\0'), 'nul'],
    ['UTF-16 without BOM', Buffer.from('a,b', 'utf16le'), 'nul'],
    ['UTF-16BE', Buffer.from([0xfe, 0xff, 0x59, 0xd3]), 'utf-16be'],
    ['half a UTF-16 character', utf16('姓名').subarray(0, -1), 'not_utf16'],
    ['half a surrogate pair', utf16('a\ud842'), 'not_utf16'],
    ['a null character in UTF-16', utf16('a\0b'), 'not_utf16'],
    ['bytes of no encoding', Buffer.from('\xff\xff,a', 'latin1'), 'not_gb18030'],
    ['half a GB18030 character', gb18030('姓名').subarray(0, -1), 'not_gb18030'],
    ['half a UTF-8 character', Buffer.from('姓名').subarray(0, -1), 'not_gb18030'],
    ['a GB18030 number of four bytes that is no character', Buffer.from('\x84\x31\xa4\x40', 'latin1'), 'not_gb18030'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['nothing but a BOM', Buffer.from(BOM), 'empty'],
    ['nothing but white space', Buffer.from(`${BOM} \t\r\n\r\n`), 'empty'],
  ])('says of %s what is wrong', async (_, bytes, fault) => {
    expect((await probe(bytes)).fault).toBe(fault)
  })

  it('reads a file again that begins as UTF-8 and goes on as GB18030', async () => {
    // 一 in UTF-8, three times, is valid GB18030 too
    const start = Buffer.from('一一'.repeat(50_000))
    expect(await probe(Buffer.concat([start, gb18030('姓名')]))).toMatchObject({ encoding: 'gb18030', fault: null })
  })

  it('finds the same wherever the blocks end', async () => {
    const text = '姓名,䶮㛃,𠮷é'
    const samples = [Buffer.from(text), Buffer.from(BOM + text), gb18030(text)]
    for (const bytes of [...samples, ...samples.map((sample) => sample.subarray(0, -1))]) {
      // small blocks are joined, so a long line of blanks moves the end of the first joined one into the text
      const padded = Buffer.concat([bytes.subarray(0, 3), Buffer.alloc(65_536, 0x20), bytes.subarray(3)])
      const whole = await probe(padded, padded.length)
      for (let cut = 65_536; cut < padded.length; cut++) expect(await probe(padded, cut)).toEqual(whole)
    }
    expect(await probe(utf16(text), 1)).toEqual(await probe(utf16(text)))
  })
})

describe('GB18030', () => {
  const isValid = (bytes: Uint8Array, size = bytes.length || 1): boolean => {
    const check = new Gb18030Check()
    for (let at = 0; at < bytes.length; at += size) check.push(bytes.subarray(at, at + size))
    return check.end()
  }
  const decodes = (bytes: Uint8Array): boolean => {
    try {
      new TextDecoder('gb18030', { fatal: true }).decode(bytes)
      return true
    } catch {
      return false
    }
  }

  it('is checked as the decoder of the platform decides, wherever the blocks end', () => {
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x30, 0x39, 0x40, 0x7f, 0x80, 0x81, 0x84, 0xe3, 0xfe, 0xff),
    )
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (bytes, size) => {
        const data = Uint8Array.from(bytes)
        expect(isValid(data, size)).toBe(decodes(data))
      }),
      { numRuns: 2000 },
    )
  })

  it('agrees with the decoder on every number of four bytes at the bounds of what is a character', () => {
    for (const pointer of [0, 39_418, 39_419, 39_420, 188_999, 189_000, 1_237_575, 1_237_576, 1_587_599]) {
      const bytes = Uint8Array.of(
        0x81 + Math.floor(pointer / 12_600),
        0x30 + (Math.floor(pointer / 1260) % 10),
        0x81 + (Math.floor(pointer / 10) % 126),
        0x30 + (pointer % 10),
      )
      expect(isValid(bytes)).toBe(decodes(bytes))
    }
  })

  it('is decoded as the platform decodes it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const bytes = gb18030(text)
        expect(decodeGb18030(bytes.toString('latin1'))).toBe(new TextDecoder('gb18030').decode(bytes))
      }),
    )
    expect(decodeGb18030(gb18030('董㛃敏，䶮博 A1').toString('latin1'))).toBe('董㛃敏，䶮博 A1')
  })

  it('keeps every byte that is split at out of its characters of several bytes', () => {
    const delimiters = [...',;\t"\r\n'].map((character) => character.charCodeAt(0))
    for (const byte of delimiters) {
      expect(decodes(Uint8Array.of(0xb0, byte))).toBe(false)
      expect(decodes(Uint8Array.of(0x81, 0x30, byte, 0x30))).toBe(false)
      expect(decodes(Uint8Array.of(0x81, 0x30, 0x81, byte))).toBe(false)
    }
  })
})

describe('raw cells', () => {
  it('are decoded to the text that they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(rawDecoding('utf-8').decode(Buffer.from(text).toString('latin1'))).toBe(text)
      }),
    )
  })

  it.each(['', ' ', '\t', '\u3000', '\u00a0 \u3000', '\ufeff'])('are blank where they are white space: %j', (text) => {
    expect(rawDecoding('utf-8').isBlank(Buffer.from(text).toString('latin1'))).toBe(true)
    if (text !== '\ufeff') expect(rawDecoding('gb18030').isBlank(gb18030(text).toString('latin1'))).toBe(true)
  })

  it('are not blank where anything is seen', () => {
    expect(rawDecoding('utf-8').isBlank(Buffer.from('\u3000无').toString('latin1'))).toBe(false)
    expect(rawDecoding('gb18030').isBlank(gb18030('\u3000。').toString('latin1'))).toBe(false)
  })

  it('are the same after detach', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9000 }), (bytes) => {
        const raw = Buffer.from(bytes).toString('latin1')
        expect(detach(raw)).toBe(raw)
      }),
    )
  })
})

describe('a text in any encoding', () => {
  const text = '姓名,身份证号,村\n董㛃敏,990002200909022227,䶮村\n'
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with BOM', Buffer.from(BOM + text)],
    ['UTF-16LE', utf16(text)],
    ['GB18030', gb18030(text)],
  ])('is read: %s', async (_, bytes) => {
    expect(await textRows(memoryFile('摸底花名册.csv', bytes))).toEqual([
      [1, '姓名', '身份证号', '村'],
      [2, '董㛃敏', '990002200909022227', '䶮村'],
    ])
  })
})
