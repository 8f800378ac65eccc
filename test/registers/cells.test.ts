import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentOf, isEmptyText, normalizeText, textOf, type Content } from '../../pipeline/registers/cells/cell.ts'
import { choiceCleaner, cleanLevel, cleanNumber, cleanYesNo } from '../../pipeline/registers/cells/choice.ts'
import { cleanDate, cleanDatetime, daysOf } from '../../pipeline/registers/cells/date.ts'
import { birthDaysOf, checkDigit, cleanId, sexOf } from '../../pipeline/registers/cells/id.ts'
import { cleanPhone } from '../../pipeline/registers/cells/phone.ts'
import { validId } from '../support/ids.ts'

const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000
const second = (text: string): number => Date.parse(`${text}Z`) / 1000
const number = (value: number, shows: 'number' | 'date' | 'time' = 'number'): Content => ({ value, shows })

describe('any cell', () => {
  it('is normalised: NFKC, trimmed, inner white space collapsed, a leading apostrophe or tab removed', () => {
    expect(normalizeText('　张 　三 ')).toBe('张 三')
    expect(normalizeText("'990001")).toBe('990001')
    expect(normalizeText('\t990001')).toBe('990001')
    expect(normalizeText('ＡＢＣ１２３')).toBe('ABC123')
    expect(normalizeText('一\n二')).toBe('一 二')
  })

  it.each(['', ' ', '/', '//', '-', '--', '—', '——', '/ -', '无', '暂无', 'N/A'])('%j is empty', (text) => {
    expect(isEmptyText(normalizeText(text))).toBe(true)
  })

  it.each(['无业', '0', '/1', '否', 'N'])('%j is not empty', (text) => {
    expect(isEmptyText(text)).toBe(false)
  })

  it('keeps 无 where it is an answer', () => {
    expect(contentOf('无', (raw) => raw, true)).toBe('无')
    expect(contentOf('无', (raw) => raw, false)).toBeNull()
    expect(contentOf('—', (raw) => raw, true)).toBeNull()
  })

  it('shows a number or date cell as its text', () => {
    expect(textOf(number(13800000000))).toBe('13800000000')
    expect(textOf(number(46266, 'date'))).toBe('2026-09-01')
    expect(textOf(number(46266.5, 'time'))).toBe('2026-09-01 12:00:00')
  })
})

describe('id', () => {
  it('accepts 18 characters with the right check digit, whatever the spaces and the x', () => {
    const id = validId('990001', '20160901', 1)
    expect(cleanId(id)).toEqual({ value: id })
    expect(cleanId(`${id.slice(0, 6)} ${id.slice(6, 14)} ${id.slice(14)}`)).toEqual({ value: id })
    const withX = Array.from({ length: 50 }, (_, i) => validId('990001', '20160901', i)).find((candidate) =>
      candidate.endsWith('X'),
    )
    expect(cleanId(withX?.toLowerCase() ?? '')).toEqual({ value: withX })
  })

  it.each([
    ['990001160901001', 'id_old_format'],
    ['9.9E+17', 'id_precision_lost'],
    ['9.90001E17', 'id_precision_lost'],
    ['99000120160901', 'id_format'],
    ['99000120160901001Y', 'id_format'],
    ['9900012016090100100', 'id_format'],
    ['张三', 'id_format'],
  ])('%s is %s', (text, fault) => {
    expect(cleanId(text)).toEqual({ value: null, fault })
  })

  it('says id_format for an impossible birth date with a right check digit', () => {
    expect(cleanId(validId('990001', '20160231', 1)).fault).toBe('id_format')
    expect(cleanId(validId('990001', '20161301', 1)).fault).toBe('id_format')
  })

  it('says id_precision_lost for a number cell of more than 15 digits, id_old_format for one of 15', () => {
    expect(cleanId(number(990001201609010000)).fault).toBe('id_precision_lost')
    expect(cleanId(number(9900011609010012)).fault).toBe('id_precision_lost')
    expect(cleanId(number(990001160901001)).fault).toBe('id_old_format')
    expect(cleanId(number(12)).fault).toBe('id_format')
  })

  it('refuses every single changed digit (a law of GB 11643)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999 }),
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (sequence, place, shift) => {
          const id = validId('990001', '20120229', sequence)
          const changed = id.slice(0, place) + String((Number(id[place]) + shift) % 10) + id.slice(place + 1)
          expect(cleanId(changed).fault).toBe('id_check_digit')
        },
      ),
    )
  })

  it('knows the check digit, sex and birth date', () => {
    // worked by hand from GB 11643-1999, 4.2.2: the weighted sum of 99000120191019100 is 255, 255 mod 11 is 2, which stands for X
    expect(checkDigit('99000120191019100')).toBe('X')
    const id = validId('990001', '20160901', 13)
    expect(sexOf(id)).toBe('male')
    expect(birthDaysOf(id)).toBe(day('2016-09-01'))
  })
})

describe('date', () => {
  it.each([
    '2026-09-01',
    '2026/9/1',
    '2026.9.1',
    '2026年9月1日',
    '2026 年 9 月 1 日',
    '20260901',
    '46266',
    '2026-09-01 08:30',
    '2026-09-01T08:30:15',
    '2026/9/1 8:30',
    '2026年9月1日8时30分',
    '46266.354166',
    '20260901 08:30',
  ])('%s', (text) => {
    expect(cleanDate(text)).toEqual({ value: day('2026-09-01') })
  })

  it.each([
    '2026-02-30',
    '2026-13-01',
    '9月1日',
    '2026-09',
    '昨天',
    '2026-9-123',
    '19999',
    '80001',
    '2026-09/01',
    '2026-09-01 25:00',
    '2026-09-01 abc',
    '0000-01-01',
  ])('%s is bad_date', (text) => {
    expect(cleanDate(text)).toEqual({ value: null, fault: 'bad_date' })
  })

  it('reads date cells, serials anywhere, and 20260901 typed as a number', () => {
    expect(cleanDate(number(46266, 'date'))).toEqual({ value: day('2026-09-01') })
    expect(cleanDate(number(46266.7, 'time'))).toEqual({ value: day('2026-09-01') })
    expect(cleanDate(number(46266))).toEqual({ value: day('2026-09-01') })
    expect(cleanDate(number(20260901))).toEqual({ value: day('2026-09-01') })
    expect(cleanDate(number(20260901, 'date'))).toEqual({ value: day('2026-09-01') })
    expect(cleanDate(number(15000, 'date'))).toEqual({ value: day('1941-01-24') })
    expect(cleanDate(number(12)).fault).toBe('bad_date')
  })

  it('takes a plain number of a 1904 workbook for the serial that it is there', () => {
    expect(cleanDate({ value: 44804, shows: 'number', as_serial: 46266 })).toEqual({ value: day('2026-09-01') })
    expect(cleanDate({ value: 44804.5, shows: 'number', as_serial: 46266.5 })).toEqual({ value: day('2026-09-01') })
    expect(cleanDate({ value: 19000, shows: 'number', as_serial: 20462 })).toEqual({ value: day('1956-01-08') })
    expect(cleanDate({ value: 79000, shows: 'number', as_serial: 80462 }).fault).toBe('bad_date')
    expect(cleanDate({ value: 20260901, shows: 'number', as_serial: 20262363 })).toEqual({ value: day('2026-09-01') })
  })

  it('means the same day in every spelling', () => {
    fc.assert(
      fc.property(fc.integer({ min: day('1990-01-01'), max: day('2035-12-31') }), (days) => {
        const [y, m, d] = new Date(days * 86_400_000).toISOString().slice(0, 10).split('-') as [string, string, string]
        const spellings = [
          `${y}-${m}-${d}`,
          `${y}/${Number(m)}/${Number(d)}`,
          `${y}.${Number(m)}.${Number(d)}`,
          `${y}年${Number(m)}月${Number(d)}日`,
          `${y}${m}${d}`,
          String(days + 25569),
        ]
        for (const spelling of spellings) expect(cleanDate(spelling)).toEqual({ value: days })
        expect(daysOf(Number(y), Number(m), Number(d))).toBe(days)
      }),
    )
  })
})

describe('datetime', () => {
  it.each([
    ['2026-09-01 8:30', '2026-09-01T08:30:00'],
    ['2026-09-01 08:30:15', '2026-09-01T08:30:15'],
    ['2026/9/1 8时30分', '2026-09-01T08:30:00'],
    ['2026年9月1日8时30分', '2026-09-01T08:30:00'],
    ['2026-09-01T08:30', '2026-09-01T08:30:00'],
    ['2026-09-01 0:00', '2026-09-01T00:00:00'],
    ['46266.5', '2026-09-01T12:00:00'],
    ['46266.354166666664', '2026-09-01T08:30:00'],
  ])('%s', (text, local) => {
    expect(cleanDatetime(text)).toEqual({ value: second(local) })
  })

  it.each(['2026-09-01', '46266', '8:30', '2026-09-01 24:30', '2026-02-30 08:00', '2026-09-01 下午'])(
    '%s is bad_datetime',
    (text) => {
      expect(cleanDatetime(text)).toEqual({ value: null, fault: 'bad_datetime' })
    },
  )

  it('takes a whole serial where the cell shows a time, and rounds to the nearest second', () => {
    expect(cleanDatetime(number(46266, 'time'))).toEqual({ value: second('2026-09-01T00:00:00') })
    expect(cleanDatetime(number(46266, 'date')).fault).toBe('bad_datetime')
    expect(cleanDatetime(number(46266)).fault).toBe('bad_datetime')
    expect(cleanDatetime(number(46266.99999, 'time'))).toEqual({ value: second('2026-09-01T23:59:59') })
    expect(cleanDatetime(number(46266.999999, 'time'))).toEqual({ value: second('2026-09-02T00:00:00') })
    expect(cleanDatetime({ value: 44804.5, shows: 'number', as_serial: 46266.5 })).toEqual({
      value: second('2026-09-01T12:00:00'),
    })
  })
})

describe('phone', () => {
  it.each([
    ['13800000000', '13800000000'],
    ['138 0000 0000', '13800000000'],
    ['138-0000-0000', '13800000000'],
    ['+86 13800000000', '13800000000'],
    ['(0512)57771076', '051257771076'],
    ['0512-57771076', '051257771076'],
    ['0512-57771076转802', '051257771076'],
    ['0512-57771076-802', '051257771076'],
    ['010-6552 9988', '01065529988'],
    ['400-800-1234', '4008001234'],
    ['1380000/13900000000', '13900000000'],
    ['13800000000、13900000000', '13800000000'],
    ['13800000000 13900000000', '13800000000'],
  ])('%s', (text, digits) => {
    expect(cleanPhone(text)).toEqual({ value: digits })
  })

  it('reads a number cell', () => {
    expect(cleanPhone(number(13800000000))).toEqual({ value: '13800000000' })
  })

  it.each(['1380000000', '23800000000', '57771076', '不详', '0512-577', '500-800-1234'])('%s is bad_phone', (text) => {
    expect(cleanPhone(text)).toEqual({ value: null, fault: 'bad_phone' })
  })
})

describe('yes/no, level, number, choice', () => {
  it('reads yes and no', () => {
    for (const text of ['是', '有', '√', '✓', 'Y', 'y', '1', 'true', 'TRUE'])
      expect(cleanYesNo(text)).toEqual({ value: true })
    for (const text of ['否', '无', '×', '✗', 'N', '0', 'false']) expect(cleanYesNo(text)).toEqual({ value: false })
    expect(cleanYesNo('不清楚').fault).toBe('unknown_value')
  })

  it('reads care levels', () => {
    for (const text of ['4', '四心', '4心级', '★★★★', '四级', '四心级']) expect(cleanLevel(text)).toEqual({ value: 4 })
    expect(cleanLevel(number(2))).toEqual({ value: 2 })
    for (const text of ['5', '0', '高', '★★★★★']) expect(cleanLevel(text).fault).toBe('unknown_value')
  })

  it('reads numbers', () => {
    expect(cleanNumber('1,204')).toEqual({ value: 1204 })
    expect(cleanNumber('62')).toEqual({ value: 62 })
    expect(cleanNumber('-1.5')).toEqual({ value: -1.5 })
    for (const text of ['62岁', '1,2', '1 2', 'e5']) expect(cleanNumber(text).fault).toBe('bad_number')
  })

  it('reads the listed spellings only', () => {
    const clean = choiceCleaner({ talk: ['谈心', '谈话'], visit: ['探视'] })
    expect(clean('谈话')).toEqual({ value: 'talk' })
    expect(clean('谈 心')).toEqual({ value: 'talk' })
    expect(clean('谈').fault).toBe('unknown_value')
  })
})
