import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../pipeline/cli/commands.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { run } from './fake-io.ts'

const cwd = '/'

describe('help', () => {
  it('lists every command of interfaces.md with what it does', async () => {
    const { exit, text } = await run(['--help'], { cwd })
    expect(exit).toBe(0)
    for (const { name, summary } of COMMANDS) expect(text).toMatch(new RegExp(`^ +${name} +${summary}$`, 'm'))
    const names = ['pull', 'check', 'summary', 'subjects', 'rejects', 'duties', 'serve', 'generate', 'template', 'demo']
    expect(COMMANDS.map(({ name }) => name)).toEqual(expect.arrayContaining(names))
  })

  it.each(COMMANDS.map(({ name }) => name))('%s --help tells its options and reads nothing', async (name) => {
    const { exit, text, said } = await run([name, '--help'], { cwd: '/nonexistent' })
    expect(exit).toBe(0)
    expect(said).toBe('')
    expect(text).toContain(`shouwang ${name}`)
    for (const option of ['--config', '--data', '--now', '--json']) expect(text).toContain(option)
  })

  it.each([
    ['pull', '--township --accept-shrink'],
    ['check', '--township --rejects'],
    ['summary', '--as-of --level --period --duty --format'],
    ['subjects', '--duty --status --unit --as-of'],
    ['rejects', '--township --format'],
    ['generate', '--out --townships --children --year --seed --mess'],
    ['serve', '--port --host'],
    ['duties', '--format'],
    ['template', '--out'],
    ['demo', '--port'],
  ])('%s has the options of interfaces.md', async (name, options) => {
    const { text } = await run([name, '--help'], { cwd })
    for (const option of options.split(' ')) expect(text).toContain(option)
  })

  it('is had by `help COMMAND` too', async () => {
    expect((await run(['help', 'pull'], { cwd })).text).toContain('--accept-shrink')
  })
})

describe('a command line with a mistake', () => {
  it.each([
    [['sumary'], '没有命令“sumary”。', 'summary'],
    [['pul'], '没有命令“pul”。', 'pull'],
    [['pull', '--towship', '01'], '没有选项“--towship”。', '--township'],
    [['summary', '--as-off', '2026-01-01'], '没有选项“--as-off”。', '--as-of'],
  ])('%j: says so, and what was probably meant', async (argv, wrong, meant) => {
    const { exit, text, said } = await run(argv, { cwd })
    expect({ exit, text }).toEqual({ exit: 1, text: '' })
    expect(said).toContain(wrong)
    expect(said).toContain(`您是不是想用：${meant}`)
  })

  it.each([
    [['xyzzy'], '没有命令“xyzzy”'],
    [['summary', '--level', 'street'], 'county'],
    [['subjects'], '--duty'],
    [['check', '--township', '01'], '缺少参数'],
    [['check', 'a', 'b', '--township', '01'], '参数太多'],
    [['pull', '--now', 'yesterday'], '--now'],
    [['pull', '--now', '2026-09-10T02:00:00'], '带时区'],
    [['generate', '--out', 'x', '--mess', '2'], '0 到 1'],
    [['serve', '--port', '70000'], '65535'],
    [['generate', '--out', 'x', '--children', 'many'], '整数'],
  ])('%j: names the offender', async (argv, named) => {
    const { exit, text, said } = await run(argv, { cwd })
    expect({ exit, text }).toEqual({ exit: 1, text: '' })
    expect(said).toContain(named)
    expect(said).not.toMatch(/error:|unknown|missing|invalid/i)
  })

  it('of a county that is not there: says how to name one or make one', async () => {
    const folder = await tempFolder()
    const { exit, said } = await run(['pull'], { cwd: folder })
    expect(exit).toBe(1)
    expect(said).toContain('data/county.yaml')
    expect(said).toContain('--config')
    expect(said).toContain('shouwang generate')
  })
})
