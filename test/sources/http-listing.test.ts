import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSegment } from '../../pipeline/sources/file-name.ts'
import { ListingFault, readListing } from '../../pipeline/sources/http-listing.ts'

const PAGE = new URL('http://town.example/exports/01/')

const read = (text: string | Buffer, url = PAGE) => readListing(Buffer.from(text), url)
const namesIn = (text: string | Buffer) => read(text).map(({ name }) => name)
const refusedIn = (text: string) =>
  read(text)
    .filter(({ url }) => url === null)
    .map(({ name }) => name)

const faultIn = (text: string): string => {
  try {
    read(text)
  } catch (error) {
    if (error instanceof ListingFault) return error.message
    throw error
  }
  throw new Error('it was read')
}

describe('an index.json', () => {
  it('is an array of names', () => {
    expect(read('["摸底花名册.csv", "100% 结对#1?.csv"]')).toEqual([
      {
        name: '摸底花名册.csv',
        url: new URL('http://town.example/exports/01/%E6%91%B8%E5%BA%95%E8%8A%B1%E5%90%8D%E5%86%8C.csv'),
        size: null,
        modified_at: null,
        etag: null,
      },
      {
        name: '100% 结对#1?.csv',
        url: new URL('http://town.example/exports/01/100%25%20%E7%BB%93%E5%AF%B9%231%3F.csv'),
        size: null,
        modified_at: null,
        etag: null,
      },
    ])
  })

  it('or tells of each file its size, its time and its tag, and may tell more', () => {
    const index = {
      made_by: 'x',
      files: [{ name: 'a.csv', size: 3, modified_at: '2026-09-10T02:00:00+08:00', etag: '"v1"', sha256: 'x' }],
    }
    expect(read(`\uFEFF${JSON.stringify(index)}`)[0]).toMatchObject({
      size: 3,
      modified_at: '2026-09-09T18:00:00.000Z',
      etag: '"v1"',
    })
  })

  it('may be what nginx writes', () => {
    const nginx = [
      { name: '旧', type: 'directory', mtime: 'Wed, 09 Sep 2026 18:00:00 GMT' },
      { name: 'a.csv', type: 'file', mtime: 'Wed, 09 Sep 2026 18:00:00 GMT', size: 7 },
    ]
    expect(read(JSON.stringify(nginx))).toMatchObject([
      { name: 'a.csv', size: 7, modified_at: '2026-09-09T18:00:00.000Z' },
    ])
  })

  it('leaves out folders, hidden files, lock files, repetitions and itself', () => {
    const caddy = { name: 'sub', is_dir: true }
    const names = ['a.csv', '旧/', '.b.csv', '~$a.csv', 'a.csv', 'index.json', caddy]
    expect(namesIn(JSON.stringify(names))).toEqual(['a.csv'])
  })

  it('may be empty', () => {
    expect(read('[]')).toEqual([])
    expect(read('{"files": []}')).toEqual([])
  })

  it('with names that lead elsewhere: they are refused, and the others stand', () => {
    const names = [
      '../02/a.csv',
      '..',
      '/etc/passwd',
      'x\\y.csv',
      'a\u0000.csv',
      '',
      'http://evil.example/a.csv',
      'b.csv',
    ]
    const files = read(JSON.stringify(names))
    expect(files.filter(({ url }) => url !== null).map(({ name }) => name)).toEqual(['b.csv'])
    expect(files.filter(({ url }) => url === null).map(({ name }) => name)).toEqual(names.slice(0, -1))
  })

  it.each([
    ['{"files": [', '格式不对：不是完整的 JSON'],
    ['{"file": []}', '格式不对：files 要是一个列表'],
    ['["a.csv", 3]', '格式不对：1 每一项要写成文件名或 {"name": …}'],
    ['[{"name": "a.csv", "size": -1}]', /^格式不对：0\.size /],
    ['{"files": [{"name": "a.csv", "modified_at": "昨天"}]}', '格式不对：files.0.modified_at 要写成 ISO 8601 时间'],
  ])('that is wrong is refused with the place: %s', (text, message) => {
    const expected = typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message)
    expect(faultIn(text)).toEqual(expected)
  })
})

/** As the servers write them, but for the times. */
const NGINX = `<html>
<head><title>Index of /exports/01/</title></head>
<body>
<h1>Index of /exports/01/</h1><hr><pre><a href="../">../</a>
<a href="old/">old/</a>                                               09-Sep-2026 18:00       -
<a href="%E6%91%B8%E5%BA%95%E8%8A%B1%E5%90%8D%E5%86%8C.csv">摸底花名册.csv</a>        09-Sep-2026 18:00    1204
<a href="A%26B%20%281%29.xlsx">A&amp;B (1).xlsx</a>                   09-Sep-2026 18:00    8001
</pre><hr></body>
</html>`

const APACHE = `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 3.2 Final//EN">
<html><head><title>Index of /exports/01</title></head><body><h1>Index of /exports/01</h1>
<!-- <a href="draft.csv">draft.csv</a> -->
<table><tr><th valign="top"><img src="/icons/blank.gif" alt="[ICO]"></th><th><a href="?C=N;O=D">Name</a></th>
<th><a href="?C=M;O=A">Last modified</a></th></tr>
<tr><td valign="top"><a href="/exports/"><img src="/icons/back.gif" alt="[PARENTDIR]"></a></td>
<td><a href="/exports/">Parent Directory</a></td></tr>
<tr><td valign="top"><a href="%e6%91%b8%e5%ba%95.csv"><img src="/icons/text.gif"></a></td>
<td><a href="%e6%91%b8%e5%ba%95.csv">%e6%91..&gt;</a></td><td align="right">2026-09-09 18:00  </td></tr>
<tr><td><a href="A&amp;B.csv">A&amp;B.csv</a></td></tr>
</table><address>Apache/2.4 Server at town.example Port 80</address></body></html>`

const PYTHON = `<!DOCTYPE HTML>
<html lang="en"><head><meta charset="utf-8"><title>Directory listing for /exports/01/</title></head>
<body><h1>Directory listing for /exports/01/</h1><hr><ul>
<li><a href=".git/">.git/</a></li>
<li><a href="~%24%E8%8A%B1.xlsx">~$花.xlsx</a></li>
<li><a href="%E8%8A%B1.xlsx">花.xlsx</a></li>
</ul><hr></body></html>`

describe('a page of links', () => {
  it('may be what nginx writes', () => {
    expect(namesIn(NGINX)).toEqual(['A&B (1).xlsx', '摸底花名册.csv'].sort())
    expect(read(NGINX).map(({ url }) => url?.href)).toContain('http://town.example/exports/01/A%26B%20%281%29.xlsx')
  })

  it('may be what Apache writes, with icons, orders and a comment', () => {
    expect(namesIn(APACHE).sort()).toEqual(['A&B.csv', '摸底.csv'])
  })

  it('may be what Python writes', () => {
    expect(namesIn(PYTHON)).toEqual(['花.xlsx'])
  })

  it('may name files by their whole path or address, with a query', () => {
    const page = `<title>Index of /</title><a href="/exports/01/a.csv">a</a><A HREF='./b.csv?download=1#x'>b</A>
      <a href=http://town.example/exports/01/c.csv>c</a>`
    expect(
      read(page)
        .map(({ name, url }) => [name, url?.href])
        .sort(),
    ).toEqual([
      ['a.csv', 'http://town.example/exports/01/a.csv'],
      ['b.csv', 'http://town.example/exports/01/b.csv?download=1'],
      ['c.csv', 'http://town.example/exports/01/c.csv'],
    ])
  })

  it('may percent-encode its names in GB18030', () => {
    // `花名册.csv`
    expect(namesIn('<a href="%BB%A8%C3%FB%B2%E1.csv">x</a>')).toEqual(['花名册.csv'])
  })

  it('may itself be in GB18030', () => {
    // `<a href="花名册.csv">`
    expect(namesIn(Buffer.from('3c6120687265663d22bba8c3fbb2e12e637376223e', 'hex'))).toEqual(['花名册.csv'])
  })

  it('may be a script of its own', () => {
    const url = new URL('http://town.example/list.php?town=01')
    expect(read('<a href="list.php?town=02">02</a><a href="a.csv">a</a>', url)).toMatchObject([{ name: 'a.csv' }])
  })

  it('with tables on other hosts or in other folders: they are refused aloud, other links are passed over', () => {
    const page = `<a href="a.csv">a</a><a href="../02/b.csv">b</a><a href="sub/c.xlsx">c</a>
      <a href="//evil.example/d.csv">d</a><a href="javascript:alert(1)">e</a><a href="mailto:x@y">f</a>
      <a href="https://caddyserver.com">g</a><a>h</a><a href="http://[">i</a>`
    expect(namesIn(page)).toContain('a.csv')
    expect(refusedIn(page).sort()).toEqual([
      'http://evil.example/d.csv',
      'http://town.example/exports/01/sub/c.xlsx',
      'http://town.example/exports/02/b.csv',
    ])
  })

  it('with names that decode into paths: they are refused', () => {
    const page =
      '<a href="%2e%2e%2fb.csv">b</a><a href="..%5Cc.csv">c</a><a href="d%00.csv">d</a><a href="%FF%FF">e</a>'
    expect(refusedIn(page).sort()).toEqual(['%FF%FF', '../b.csv', '..\\c.csv', 'd\u0000.csv'])
  })

  it('reads nothing in scripts', () => {
    const page = '<title>Index of /</title><script>x = "<a href=a.csv>"</script><style><a href=b.csv></style>'
    expect(namesIn(page)).toEqual([])
  })

  it('may be empty, when it is a listing', () => {
    expect(read('<title>Index of /exports/01/</title><pre><a href="../">../</a></pre>')).toEqual([])
    expect(read('<h1>Directory listing for /</h1><ul></ul>', new URL('http://town.example/'))).toEqual([])
    expect(read('<h1>空</h1><a href="/exports/">上一级</a>')).toEqual([])
  })

  it('that is a sign-in page or any other page is refused', () => {
    expect(faultIn('<form><input name=u><INPUT TYPE="Password"></form><a href="forgot">x</a>')).toContain('登录页面')
    expect(faultIn('<title>欢迎</title><a href="/news/">新闻</a>')).toContain('不是文件列表')
    expect(faultIn('')).toContain('不是文件列表')
    expect(faultIn('身份证号,姓名\n')).toContain('不是文件列表')
  })

  it.each([
    ['<div>'.repeat(200_000), '不是文件列表'],
    ['<!--'.repeat(200_000), '不是文件列表'],
    ['<![CDATA['.repeat(100_000), '不是文件列表'],
    ['<!-<!-- -->-'.repeat(80_000), '不是文件列表'],
    ['<a '.repeat(300_000), '不是文件列表'],
    [`<a href="${'&amp;'.repeat(200_000)}">`, null],
    [`<a href="${'%41'.repeat(300_000)}.csv">`, null],
    ['<p><b><i>'.repeat(100_000), '不是文件列表'],
  ])('that is hostile comes to an end: %.20s…', (page, fault) => {
    if (fault === null) expect(refusedIn(page)).toHaveLength(1)
    else expect(faultIn(page)).toContain(fault)
  })
})

describe('names keep their characters', () => {
  it('through percent-encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(decodeSegment(encodeURIComponent(name))).toBe(name)
      }),
    )
  })

  it('through an index', () => {
    const letters = fc.string({
      unit: fc.constantFrom(...'花名册 %&?#;=+"\'<a>()（）·…é😀'),
      minLength: 1,
      maxLength: 30,
    })
    fc.assert(
      fc.property(letters, (letter) => {
        const name = `${letter}.csv`
        const [file] = read(JSON.stringify([name]))
        expect(file?.name).toBe(name)
        const page = `<a href="${file?.url?.pathname}">`
        expect(namesIn(page)).toEqual([name])
      }),
    )
  })
})
