import { closeSync, openSync, writeSync } from 'node:fs'
import iconv from 'iconv-lite'
import { validId } from '../support/ids.ts'

const KINDS = ['谈心', '谈心', '谈心', '电话', '探视', '家访', '家长反馈']
const ROLES = ['班主任', '班主任', '教师', '帮扶人']
const SURNAMES = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张'
const GIVEN = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平桂兰玉春'
const TOPICS = ['学习', '作息', '饮食', '同学关系', '家中老人', '父母近况', '安全', '零花钱', '阅读', '体育']
const ADVICE = ['多与父母通话', '按时完成作业', '注意交通安全', '不去河塘玩水', '有事先告诉老师']

/**
 * A contacts register of `rows` rows about `children` children, as a township would export it: one summary in ten is a
 * text of its own, the others repeat, as clerks' do.
 */
export function writeContacts(
  file: string,
  options: { rows: number; children: number; encoding: 'utf8' | 'gb18030' },
): void {
  const out = openSync(file, 'w')
  const write = (text: string): void => {
    writeSync(out, options.encoding === 'utf8' ? Buffer.from(text) : iconv.encode(text, 'gb18030'))
  }
  const ids = Array.from({ length: options.children }, (_, i) =>
    validId(
      String(990001 + (i % 500)),
      `${2011 + (i % 9)}${two(1 + (i % 12))}${two(1 + (i % 28))}`,
      Math.floor(i / 500) % 1000,
    ),
  )
  const pick = random(7)
  write(`${options.encoding === 'utf8' ? '\ufeff' : ''}身份证号,方式,日期,记录人,记录人身份,内容,录入时间\r\n`)
  let block = ''
  for (let i = 0; i < options.rows; i++) {
    const month = 1 + pick(10)
    const day = 1 + pick(28)
    const name = `${SURNAMES[pick(24)]}${GIVEN[pick(24)]}${pick(2) === 0 ? '' : GIVEN[pick(24)]}`
    const own = pick(10) === 0 ? `，第${i}次` : ''
    const summary = `谈${TOPICS[pick(10)]}，${ADVICE[pick(5)]}${own}`
    block += `${ids[(i * 7919) % options.children]},${KINDS[pick(7)]},2026-${two(month)}-${two(day)},${name},${ROLES[pick(4)]},${summary},2026-${two(month)}-${two(day)} ${two(8 + pick(10))}:${two(pick(60))}\r\n`
    if (block.length > 1 << 20) {
      write(block)
      block = ''
    }
  }
  write(block)
  closeSync(out)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** A small linear congruential generator (Numerical Recipes): the same file on every machine. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
