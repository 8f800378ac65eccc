import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Message = string | [{ declarations: string[]; match: Record<string, string> }]

const folder = (language: string) => new URL(`../../../web/lib/i18n/messages/${language}/`, import.meta.url)
const topics = readdirSync(folder('zh')).sort()

const read = (language: string) =>
  Object.assign(
    {},
    ...topics.map((topic) => JSON.parse(readFileSync(new URL(topic, folder(language)), 'utf8')) as object),
  ) as Record<string, Message>

const zh = read('zh')
const en = read('en')

const texts = (message: Message) => (typeof message === 'string' ? [message] : Object.values(message[0].match))
const inputs = (message: Message) => [...new Set(texts(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort()

describe('messages', () => {
  it('have the same topics in both languages, which the compiler knows, and no key twice', () => {
    expect(readdirSync(folder('en')).sort()).toEqual(topics)
    const settings = readFileSync(new URL('../../project.inlang/settings.json', folder('zh')), 'utf8')
    for (const topic of topics) expect(settings).toContain(`"${topic.replace('.json', '')}"`)
    const keys = topics.flatMap((topic) =>
      Object.keys(JSON.parse(readFileSync(new URL(topic, folder('zh')), 'utf8')) as object),
    )
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('stand in both languages, in the same order', () => {
    expect(Object.keys(en)).toEqual(Object.keys(zh))
  })

  it.each(Object.keys(zh))('%s takes the same inputs in both', (key) => {
    expect(inputs(en[key] ?? '')).toEqual(inputs(zh[key] ?? ''))
  })

  it('are Chinese in Chinese', () => {
    // a message of inputs and signs alone has no language
    const words = (message: Message) =>
      texts(message)
        .join('')
        .replace(/\{\w+\}/g, '')
    const foreign = Object.entries(zh).filter(
      ([, message]) => /\p{L}/u.test(words(message)) && !/\p{Script=Han}/u.test(words(message)),
    )
    expect(foreign.map(([key]) => key)).toEqual([])
  })
})
