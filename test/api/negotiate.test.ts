import { describe, expect, it } from 'vitest'
import { FORMATS, MEDIA_TYPES, negotiate } from '../../web/api/negotiate.ts'

const OFFERED = FORMATS.map((format) => MEDIA_TYPES[format])
const { json, csv, arrow } = MEDIA_TYPES

describe('negotiate', () => {
  it.each([
    [undefined, json],
    ['', json],
    ['*/*', json],
    ['application/*', json],
    ['text/*', csv],
    ['text/csv', csv],
    ['TEXT/CSV', csv],
    ['text/csv;charset=utf-8', csv],
    [arrow, arrow],
    ['text/csv;q=0.5, application/json;q=0.4', csv],
    ['text/csv;q=0.5, */*;q=0.8', json],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', json],
    ['application/json;q=0, */*', csv],
    [`application/*;q=0.1, ${arrow}`, arrow],
    ['text/html', null],
    ['application/json;q=0', null],
    ['*/*;q=0', null],
    ['nonsense', null],
  ])('takes for %j %j', (accept, expected) => {
    expect(negotiate(accept, OFFERED)).toBe(expected)
  })
})
