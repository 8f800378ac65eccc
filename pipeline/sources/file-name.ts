/**
 * The text of a name that came as bytes: UTF-8, else GB18030, as archives and servers of Chinese Windows write it (the
 * order of registers.md, Reading). Null where it is neither.
 */
export function decodeName(bytes: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes)
    } catch {
      // The next encoding may fit.
    }
  }
  return null
}

/** The percent-decoded form of one segment of a URL's path; null where its bytes are no text. */
export const decodeSegment = (segment: string): string | null =>
  decodeName(
    Buffer.concat(
      segment
        .split(/((?:%[0-9A-Fa-f]{2})+)/)
        .map((part, index) => (index % 2 === 1 ? Buffer.from(part.replaceAll('%', ''), 'hex') : Buffer.from(part))),
    ),
  )

/** Hidden files and the lock files of Office and WPS are no part of an export. */
export const isLeftOut = (name: string): boolean => name.startsWith('.') || name.startsWith('~$')

const MAX_NAME_LENGTH = 255

/** Whether a name can be a file's own name: no folder in it, nothing invisible, not `.` or `..`, of sane length. */
export const isPlainName = (name: string): boolean =>
  !['', '.', '..'].includes(name) && name.length <= MAX_NAME_LENGTH && !hasControlCharacter(name) && !/[/\\]/.test(name)

/** A name that may be shown and kept: what cannot stand in a file's name is made visible and harmless. */
export const harmlessName = (name: string): string => {
  const shown = [...name.slice(0, MAX_NAME_LENGTH)].map((character) =>
    character === '/' ? '／' : character === '\\' ? '＼' : hasControlCharacter(character) ? '\uFFFD' : character,
  )
  return shown.join('') || '(空)'
}

/** Puts files into the order in which every source lists them: by the code units of their names. */
export const byName = (a: { name: string }, b: { name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0

const hasControlCharacter = (text: string): boolean =>
  [...text].some((character) => {
    const code = character.charCodeAt(0)
    return code < 0x20 || code === 0x7f
  })
