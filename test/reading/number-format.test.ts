import { describe, expect, it } from 'vitest'
import { formatShows } from '../../pipeline/reading/workbook/number-format.ts'

describe('formatShows', () => {
  it.each([
    ['yyyy/m/d', 'date'],
    ['yyyy"年"m"月"d"日"', 'date'],
    ['yyyy年m月d日', 'date'],
    ['[$-804]yyyy"年"m"月"d"日";@', 'date'],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', 'date'],
    ['[DBNum1][$-804]yyyy"年"m"月"d"日"', 'date'],
    ['[$-411]ge.m.d', 'date'],
    ['m/d', 'date'],
    ['[Red]yyyy-mm-dd', 'date'],
    ['aaaa', 'date'],
    ['yyyy/m/d h:mm', 'time'],
    ['h:mm AM/PM', 'time'],
    ['[$-804]上午/下午h"时"mm"分"', 'time'],
    ['[h]:mm', 'time'],
    ['[mm]:ss', 'time'],
    ['mm:ss.0', 'time'],
    ['yyyy-mm-dd\\ hh:mm:ss', 'time'],
    ['General', 'number'],
    ['G/通用格式', 'number'],
    ['0.00', 'number'],
    ['#,##0.00_);[Red]\\(#,##0.00\\)', 'number'],
    ['0.00E+00', 'number'],
    ['##0.0e-0', 'number'],
    ['0"天"', 'number'],
    ['"days" 0', 'number'],
    ['0\\d', 'number'],
    ['@', 'number'],
    ['_(* #,##0_);_(* "-"_);_(@_)', 'number'],
    ['0;[h]', 'number'],
    ['', 'number'],
  ])('%j shows a %s', (code, shows) => {
    expect(formatShows(code)).toBe(shows)
  })
})
