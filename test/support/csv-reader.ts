/** Reads CSV as RFC 4180 says, for tests: rows of fields. Throws on what the RFC does not allow. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  const fieldEnd = (): void => {
    if (at === text.length || text.startsWith('\r\n', at) || text[at] === ',') return
    throw new Error(`unexpected ${JSON.stringify(text.slice(at, at + 10))} at ${at}`)
  }
  while (at < text.length) {
    let field = ''
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('a quote is not closed')
        if (text[at] !== '"') field += text[at]
        else if (text[at + 1] === '"') field += text[at++]
        else break
      }
      at++
    } else {
      while (at < text.length && text[at] !== ',' && text[at] !== '\r') {
        if (text[at] === '"' || text[at] === '\n')
          throw new Error(`${JSON.stringify(text[at])} without quotes at ${at}`)
        field += text[at++]
      }
    }
    fieldEnd()
    row.push(field)
    if (text[at] === ',') {
      at++
      if (at === text.length || text.startsWith('\r\n', at)) row.push('')
    }
    if (text.startsWith('\r\n', at)) {
      rows.push(row)
      row = []
      at += 2
    }
  }
  if (row.length > 0) rows.push(row)
  return rows
}

/** The same as objects named by the first row, after the BOM, which `Response.text()` would take away. */
export async function readCsvTable(response: Response): Promise<Record<string, string>[]> {
  const text = Buffer.from(await response.arrayBuffer()).toString('utf8')
  if (!text.startsWith('\ufeff')) throw new Error('there is no BOM')
  const [header = [], ...rows] = readCsv(text.slice(1))
  return rows.map((row) => Object.fromEntries(header.map((name, c) => [name, row[c] ?? ''])))
}
