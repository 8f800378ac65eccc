import { describe, expect, it } from 'vitest'
import { ShouwangError } from '../../errors.ts'
import { createLog } from '../../pipeline/server/log.ts'

function logged(is_terminal: boolean, write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  write(
    createLog({ write: (text) => void lines.push(text), is_terminal, clock: () => new Date('2026-11-24T06:30:00Z') }),
  )
  return lines
}

describe('the log', () => {
  it('is a JSON object a line for a journal', () => {
    const [line, ...others] = logged(false, (log) => log.info({ township: '01' }, 'pulled'))
    expect(others).toEqual([])
    expect(line?.endsWith('\n')).toBe(true)
    expect(JSON.parse(line ?? '')).toEqual({
      level: 'info',
      time: '2026-11-24T06:30:00.000Z',
      township: '01',
      msg: 'pulled',
    })
  })

  it('tells a person at a terminal of what went wrong alone', () => {
    const lines = logged(true, (log) => {
      log.info({}, 'pulled')
      log.warn({ township: '01', ms: 12 }, 'pull failed')
    })
    expect(lines).toEqual(['pull failed township=01 ms=12\n'])
  })

  it('holds no id number, and nothing of an error of ours but its code and sentence', () => {
    const id = '990100201501012345'
    const cause = new Error(`Could not convert ${id}X`)
    const [ours, theirs] = logged(false, (log) => {
      log.error({ err: new ShouwangError('source_failed', '来源失败', { child: id }) }, 'pull failed')
      log.error({ err: cause }, 'pull failed')
    })
    expect(JSON.parse(ours ?? '').err).toEqual({ code: 'source_failed', message: '来源失败' })
    expect(theirs).toContain('Could not convert …')
    expect(`${ours}${theirs}`).not.toContain(id)
  })

  it('holds no cell that the engine quotes: a name, or a telephone however its digits are parted', () => {
    const cause = new Error('Could not convert string "蒋洋红 130 2158 1086" or "0769-88881423" to INT32')
    const [line] = logged(false, (log) => log.error({ err: cause }, 'pull failed'))
    expect(JSON.parse(line ?? '').err.message).toBe('Could not convert string "……" or "…" to INT32')
  })
})
