/**
 * Reads `messages/{locale}/{topic}.json` (one file a language and page) for the message compiler, from the project's own folder: the compiler's usual reader is
 * fetched from a content network at build time, and a clean clone must build with nothing but npm.
 *
 * The format is that of inlang's own message-format plugin, in the part of it that is needed here:
 *   "key": "text with {input}"
 *   "key": [{ "declarations": ["input count", "local form = count: plural"], "selectors": ["form"],
 *             "match": { "form=one": "…", "form=other": "…" } }]
 */
const KEY = 'plugin.shouwang.messageFormat'

const variable = (name) => ({ type: 'variable-reference', name })

/** `a {b} c` as the pattern that the compiler knows. */
const parsePattern = (text) =>
  text
    .split(/(\{[^{}]+\})/)
    .filter((part) => part !== '')
    .map((part) =>
      part.startsWith('{')
        ? { type: 'expression', arg: variable(part.slice(1, -1).trim()) }
        : { type: 'text', value: part },
    )

const parseDeclaration = (text) => {
  const input = /^input (\w+)$/.exec(text)
  if (input) return { type: 'input-variable', name: input[1] }
  const local = /^local (\w+) = (\w+): (\w+)$/.exec(text)
  if (!local) throw new Error(`Not a declaration: ${text}`)
  const annotation = { type: 'function-reference', name: local[3], options: [] }
  return {
    type: 'local-variable',
    name: local[1],
    value: { type: 'expression', arg: variable(local[2]), annotation },
  }
}

const parseMatches = (text) =>
  text.split(',').map((part) => {
    const [key, value] = part.trim().split('=')
    return value === '*' ? { type: 'catchall-match', key } : { type: 'literal-match', key, value }
  })

/** A message of one language as one shape: declarations, selectors and a list of [matches, text]. */
const parseMessage = (value) => {
  if (typeof value === 'string') return { declarations: [], selectors: [], variants: [[[], value]] }
  const { declarations, selectors, match } = value[0]
  return {
    declarations: declarations.map(parseDeclaration),
    selectors: selectors.map(variable),
    variants: Object.entries(match).map(([key, text]) => [parseMatches(key), text]),
  }
}

/** The inputs that a text uses and that no declaration names. */
const undeclared = (variants, declarations) => {
  const known = new Set(declarations.map(({ name }) => name))
  const used = variants.flatMap(([, text]) => [...text.matchAll(/\{([^{}]+)\}/g)].map((found) => found[1].trim()))
  return [...new Set(used)].filter((name) => !known.has(name)).map((name) => ({ type: 'input-variable', name }))
}

const importFiles = ({ files }) => {
  const bundles = new Map()
  const messages = []
  const variants = []
  for (const file of files) {
    for (const [key, value] of Object.entries(JSON.parse(new TextDecoder().decode(file.content)))) {
      if (key.startsWith('$')) continue
      const message = parseMessage(value)
      const declared = [...message.declarations, ...undeclared(message.variants, message.declarations)]
      const before = bundles.get(key) ?? []
      const names = new Set(before.map(({ name }) => name))
      bundles.set(key, [...before, ...declared.filter(({ name }) => !names.has(name))])
      messages.push({ bundleId: key, locale: file.locale, selectors: message.selectors })
      for (const [matches, text] of message.variants) {
        variants.push({ messageBundleId: key, messageLocale: file.locale, matches, pattern: parsePattern(text) })
      }
    }
  }
  return { bundles: [...bundles].map(([id, declarations]) => ({ id, declarations })), messages, variants }
}

export default {
  key: KEY,
  toBeImportedFiles: ({ settings }) =>
    settings.locales.flatMap((locale) =>
      settings[KEY].topics.map((topic) => ({
        path: settings[KEY].pathPattern.replace('{locale}', locale).replace('{topic}', topic),
        locale,
      })),
    ),
  importFiles,
}
