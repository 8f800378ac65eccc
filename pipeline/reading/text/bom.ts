import type { TextEncoding } from '../table.ts'

const hasBom = (head: Uint8Array, ...bom: number[]): boolean => bom.every((byte, index) => head[index] === byte)

/** What the byte order mark says; null without one. UTF-16BE is none of ours and is reported as such. */
export function bomEncoding(head: Uint8Array): TextEncoding | 'utf-16be' | null {
  if (hasBom(head, 0xef, 0xbb, 0xbf)) return 'utf-8'
  if (hasBom(head, 0xff, 0xfe)) return 'utf-16le'
  if (hasBom(head, 0xfe, 0xff)) return 'utf-16be'
  return null
}

/** The number of bytes that the byte order mark of a text takes; 0 without one. */
export function bomLength(head: Uint8Array): number {
  const encoding = bomEncoding(head)
  return encoding === null ? 0 : encoding === 'utf-8' ? 3 : 2
}
