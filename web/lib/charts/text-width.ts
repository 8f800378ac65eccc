const WIDE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/u

/** About how wide a text is, in ems: a Chinese character takes one, any other 0.56. There is no font to ask on the server. */
export const textWidth = (text: string): number =>
  [...text].reduce((sum, character) => sum + (WIDE.test(character) ? 1 : 0.56), 0)

const words = new Intl.Segmenter('zh', { granularity: 'word' })

/** Fills lines from the first on, breaking between words; those of Chinese are known to the segmenter. */
const fillLines = (text: string, width: number): string[] => {
  const pieces = [...words.segment(text)].map(({ segment }) => segment)
  const lines: string[] = ['']
  for (const piece of pieces) {
    const line = lines[lines.length - 1] ?? ''
    if (line.trim() === '' || textWidth(line + piece.trimEnd()) <= width) lines[lines.length - 1] = line + piece
    else lines.push(piece.trimStart())
  }
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

/**
 * Breaks a text into as few lines of at most `width` ems as hold it, and those of about one length, so that no single
 * character is left on a line. A word that is longer than a line stays whole.
 */
export const breakLines = (text: string, width: number): string[] => {
  let lines = fillLines(text, width)
  for (let narrower = width - 0.5; narrower > 0; narrower -= 0.5) {
    const balanced = fillLines(text, narrower)
    if (balanced.length > lines.length) break
    lines = balanced
  }
  return lines
}
