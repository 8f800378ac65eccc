import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Message = string | [{ declarations: string[]; match: Record<string, string> }]

const read = (language: string) =>
  JSON.parse(
    readFileSync(new URL(`../../../web/lib/i18n/messages/${language}.json`, import.meta.url), 'utf8'),
  ) as Record<string, Message>

const zh = read('zh')
const en = read('en')

const texts = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message[0].match))
const inputs = (message: Message) => [...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort()

describe('messages', () => {
  it('stand in both languages, in the same order', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh))
  })

  it.each(Object.keys(zh))('%s takes the same inputs in both', (key) => {
    expect(inputs(en[key] ?? '')).toEqual(inputs(zh[key] ?? ''))
  })

  it('are Chinese in Chinese', () => {
    const foreign = Object.entries(zh).filter(
      ([key, message]) => !/\p{Script=Han}|^[、\s]+$/u.test(texts(message).join('')) && key !== 'list_separator',
    )
    expect(foreign.map(([key]) => key)).toEqual([])
  })
})
