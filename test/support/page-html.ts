/** A page as the server sends it, before any script: what somebody without JavaScript, or a test without a browser, reads. */
export async function htmlOf(url: string): Promise<string> {
  const answer = await fetch(url, { headers: { accept: 'text/html' } })
  return answer.text()
}

/** What stands in a piece of markup to be read, a space between its elements. */
export const wordsOf = (html: string): string =>
  html
    .replaceAll(/<(script|style|svg)\b[^]*?<\/\1>/g, ' ')
    .replaceAll(/<!--[^]*?-->/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')

/** The elements of a name in a piece of markup, each with its attributes and what is in it. */
export const elementsOf = (html: string, name: string): { attributes: string; inner: string }[] =>
  [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>([^]*?)</${name}>`, 'g'))].map(
    ([, attributes = '', inner = '']) => ({
      attributes,
      inner,
    }),
  )
