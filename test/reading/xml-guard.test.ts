import { describe, expect, it } from 'vitest'
import { walkTags, type XmlBounds } from '../../pipeline/reading/workbook/xml-guard.ts'

const BOUNDS: XmlBounds = { longest_text: 1000, longest_tag: 100 }

/** The tags of a document, as a visitor is told of them. */
function tagsOf(text: string, bounds = BOUNDS): string[] {
  const bytes = Buffer.from(text)
  const tags: string[] = []
  const said = (from: number, to: number): string => bytes.toString('utf8', from, to)
  walkTags(bytes, bounds, {
    open: (from, to, end, is_empty) => tags.push(`${is_empty ? 'empty' : 'open'} ${said(from, to)}|${said(to, end)}`),
    close: (from, to) => tags.push(`close ${said(from, to)}`),
  })
  return tags
}

describe('walkTags', () => {
  it('tells the tags of a document, by their local names', () => {
    const document = `\ufeff<?xml version="1.0"?>\n<!-- <a> -->\n<a:b x='1>2' y="'">t&amp;<c/>u<![CDATA[<&amp;]]><!----><d ></d></a:b>\n`
    expect(tagsOf(document)).toEqual([`open b| x='1>2' y="'"`, 'empty c|/', 'open d| ', 'close d', 'close b'])
  })

  it.each([
    ...['', ' ', '<a>', '<a></b>', '<a/><b/>', 'x<a/>', '<a/>x', '<a', '</a>', '< a/>', '<a><!-- </a>'],
    ...['<a><b></a></b>', '<a><b c="></a>', '<a><b <c/></a>', '<![CDATA[x]]><a/>', '<a/></b>'],
  ])('calls %j damaged', (text) => {
    expect(() => tagsOf(text)).toThrow(expect.objectContaining({ reason: 'damaged' }))
  })

  it('calls text in UTF-16 damaged, which nobody would look at', () => {
    const bytes = Buffer.from('\ufeff<!DOCTYPE a><a/>', 'utf16le')
    expect(() => walkTags(bytes, BOUNDS)).toThrow(expect.objectContaining({ reason: 'damaged' }))
  })

  it.each([
    ...['<!DOCTYPE a><a/>', '<!doctype a [<!ENTITY e "e">]><a/>', '<a><!ENTITY e "e"></a>', '<!'.padEnd(12, 'x')],
    ...[`<a b="${'x'.repeat(200)}"/>`, `<a>${'x'.repeat(2000)}</a>`, `<a><![CDATA[${'x'.repeat(2000)}]]></a>`],
    '<a>'.repeat(100),
  ])('calls %.30j hostile', (text) => {
    expect(() => tagsOf(text)).toThrow(expect.objectContaining({ reason: 'hostile' }))
  })
})
