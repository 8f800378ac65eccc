import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attribute, XmlFault, XmlScanner, xmlText } from '../../pipeline/reading/workbook/xml.ts'

/** What a document in these pieces says, texts joined. */
function scan(pieces: readonly string[]): string[] {
  const events: string[] = []
  let text = ''
  const flush = (): void => {
    if (text !== '') events.push(`text ${xmlText(text)}`)
    text = ''
  }
  const scanner = new XmlScanner({
    open: (name, attributes) => {
      flush()
      events.push(`open ${name}${attributes}`)
    },
    close: (name) => {
      flush()
      events.push(`close ${name}`)
    },
    text: (raw) => (text += raw),
  })
  for (const piece of pieces) scanner.push(piece)
  scanner.end()
  return events
}

describe('XmlScanner', () => {
  const DOCUMENT = `\ufeff<?xml version="1.0"?>\n<!-- <a> -->\n<a:b x='1>2' y="'">t&amp;<c/>u<![CDATA[<&amp;]]><!----></a:b>\n`

  it('tells what is in a document', () => {
    expect(scan([DOCUMENT])).toEqual([
      `open b x='1>2' y="'"`,
      'text t&',
      'open c',
      'close c',
      'text u<&amp;',
      'close b',
    ])
  })

  it('tells the same wherever the pieces end', () => {
    const whole = scan([DOCUMENT])
    for (let cut = 0; cut <= DOCUMENT.length; cut++)
      expect(scan([DOCUMENT.slice(0, cut), DOCUMENT.slice(cut)])).toEqual(whole)
    expect(scan([...DOCUMENT])).toEqual(whole)
  })

  it.each(['', ' ', '<a>', '<a></b>', '<a/><b/>', 'x<a/>', '<a/>x', '<a', '</a>', '< a/>', '<a><!-- </a>'])(
    'calls %j damaged',
    (text) => {
      expect(() => scan([text])).toThrow(expect.objectContaining({ kind: 'damaged' }))
    },
  )

  it.each(['<!DOCTYPE a><a/>', '<!doctype a [<!ENTITY e "e">]><a/>', '<a><!ENTITY e "e"></a>', '<!'.padEnd(12, 'x')])(
    'calls %j hostile',
    (text) => {
      expect(() => scan([text])).toThrow(expect.objectContaining({ kind: 'hostile' }))
    },
  )
})

describe('xmlText', () => {
  it('replaces the five entities and numbered characters and nothing else', () => {
    expect(xmlText('&lt;&gt;&amp;&quot;&apos;&#24352;&#x5f20;&nbsp;&#x110000;&')).toBe(`<>&"'张张&nbsp;&#x110000;&`)
  })

  it('gives back any text that was escaped', () => {
    const escape = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(xmlText(escape(text))).toBe(text)
      }),
    )
  })
})

describe('attribute', () => {
  it('finds an attribute by its whole name, in any quotes, not inside a value', () => {
    const text = ` xr="1" x = 'r="2"' r="3&amp;" q:id="4"`
    expect(attribute(text, 'r')).toBe('3&')
    expect(attribute(text, 'x')).toBe('r="2"')
    expect(attribute(text, 'id')).toBeUndefined()
    expect(attribute(text, 'id', true)).toBe('4')
    expect(attribute('', 'r')).toBeUndefined()
  })

  it('calls one without quotes damaged', () => {
    expect(() => attribute(' r=3', 'r')).toThrow(XmlFault)
    expect(() => attribute(' r="3', 'r')).toThrow(XmlFault)
  })
})
