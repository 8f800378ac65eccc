/** What is told: a title, what it is about line by line, and where to read on. Plain text; nothing of a person. */
export interface Message {
  /** The same whenever the same message is sent again: whoever receives it twice can tell by it. */
  id: string
  title: string
  lines: readonly string[]
  url: string | null
}

const encoder = new TextEncoder()
const sizeOf = (text: string): number => encoder.encode(text).length

/** A message as one text of at most so many bytes of UTF-8: whole lines, and how many are left out. */
export function fitted({ title, lines, url }: Message, max_bytes: number): string {
  const foot = url === null ? [] : [url]
  for (let kept = lines.length; kept >= 0; kept--) {
    const left_out = lines.length - kept
    const more = left_out === 0 ? [] : [`另有 ${left_out} 条，请打开系统查看。`]
    const text = [title, ...lines.slice(0, kept), ...more, ...foot].join('\n')
    if (sizeOf(text) <= max_bytes) return text
  }
  return title.slice(0, Math.floor(max_bytes / 4))
}
