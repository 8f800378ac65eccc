import { parseInstant, toLocal } from '../../queries/instants.ts'
import type { OpenNotice } from '../../queries/notices.ts'
import type { NoticeKind } from '../notices/config.ts'
import type { Message } from '../notices/message.ts'

export interface WordingOptions {
  county: string
  timezone: string
  /** Null: messages have no link. */
  public_url: string | null
  now: Date
  /** A group is told the township alone. */
  is_group: boolean
}

type Told = Pick<OpenNotice, 'kind' | 'facts'>

/** The kinds with the one that cannot wait first, what they are called, and the page to read on. */
const KINDS: Readonly<Record<NoticeKind, { zh: string; path: string }>> = {
  incident_overdue: { zh: '突发事件超时', path: '/incidents' },
  order_overdue: { zh: '整改逾期', path: '/orders' },
  incident_half_time: { zh: '突发事件时限过半', path: '/incidents' },
  order_due: { zh: '整改快到期', path: '/orders' },
  township_stale: { zh: '数据过期', path: '/data' },
}
const ORDER = Object.keys(KINDS)

const CLOCKS: Readonly<Record<string, string>> = {
  notify_guardian: '告知监护人',
  notify_parents: '告知家长',
  report_authority: '上报教育部门和乡镇',
}

const NAME = '【守望】'

/** What is told of one or several events: places, kinds, numbers and times, and nothing of a person. */
export function messageOf(id: string, told: readonly Told[], options: WordingOptions): Message {
  const kinds = [...new Set(told.map(({ kind }) => kind as NoticeKind))]
  const sorted = [...told].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))
  const [only] = kinds
  const one = kinds.length === 1 && only !== undefined ? KINDS[only] : null
  const what = one === null ? `${told.length} 件事要处理` : told.length === 1 ? one.zh : `${one.zh} ${told.length} 件`
  const paths = new Set(kinds.map((kind) => KINDS[kind].path))
  return {
    id,
    title: `${NAME}${options.county}：${what}`,
    lines: sorted.map((each) => lineOf(each, options)),
    url: addressOf(options, paths.size === 1 ? ([...paths][0] ?? '/') : '/'),
  }
}

/** What is sent to see whether a channel works. */
export const testMessage = (id: string, options: Pick<WordingOptions, 'county' | 'public_url'>): Message => ({
  id,
  title: `${NAME}${options.county}：测试消息`,
  lines: ['收到这条消息，说明通知可以送到这里。'],
  url: addressOf(options, '/account'),
})

const addressOf = ({ public_url }: Pick<WordingOptions, 'public_url'>, path: string): string | null =>
  public_url === null ? null : new URL(path, public_url).href

function lineOf({ kind, facts }: Told, options: WordingOptions): string {
  const { township, place, clock, at } = facts
  const where = options.is_group || place === null ? township : `${township} ${place}`
  const number = numberOf(facts.number)
  const due = at === null ? null : parseInstant(at, options.timezone)
  const left_ms = due === null ? 0 : due.getTime() - options.now.getTime()
  switch (kind as NoticeKind) {
    case 'incident_half_time':
    case 'incident_overdue':
      return `${where} 突发事件 ${number}：${CLOCKS[clock ?? ''] ?? '告知'}${left_ms >= 0 ? '还剩' : '已超时'} ${lengthOf(left_ms)}`
    case 'order_due':
    case 'order_overdue':
      return `${where} 整改单 ${number}：${left_ms >= 0 ? '还剩' : '已逾期'} ${lengthOf(left_ms)}（${momentOf(due, options)}）`
    case 'township_stale':
      return due === null ? `${township}：还没有可用的数据` : `${township}：数据自 ${momentOf(due, options)} 起过期`
  }
}

/** Clerks write numbers as they like: one that may hold a name, an id or a telephone is not told. */
function numberOf(number: string | null): string {
  const isPlain = number !== null && /^[A-Za-z0-9._-]{1,40}$/.test(number)
  return isPlain && !/\d{14}|(^|\D)1[3-9]\d{9}(\D|$)/.test(number) ? number : '（编号见系统）'
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

function lengthOf(ms: number): string {
  const length = Math.abs(ms)
  if (length < 2 * HOUR) return `${Math.floor(length / MINUTE)} 分钟`
  if (length < 48 * HOUR) return `${Math.floor(length / HOUR)} 小时`
  return `${Math.floor(length / (24 * HOUR))} 天`
}

const momentOf = (at: Date | null, { timezone }: WordingOptions): string =>
  at === null ? '' : toLocal(at, timezone).slice(5, 16).replace('T', ' ')
