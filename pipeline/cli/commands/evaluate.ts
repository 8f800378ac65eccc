import { ShouwangError } from '../../../errors.ts'
import type { Standing } from '../../../evaluation/evaluate.ts'
import { fromLocal, parseInstant, toLocal } from '../../../queries/instants.ts'
import type { Application } from '../../application.ts'
import { draftEvaluation, type Draft, type DraftQuery } from '../../evaluation/draft.ts'
import { frozenResults } from '../../evaluation/frozen.ts'
import { shownMissing, shownScore } from '../../../web/lib/statistics/shown-score.ts'
import { choice, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'
import { lossesWords } from '../loss-words.ts'
import { exportYear, verifyFile } from '../year-archive.ts'

/** `shouwang evaluate`: where each township stands at the year's evaluation, its archive, and whether an archive holds. */
export const evaluateYear: CommandSpec = {
  name: 'evaluate',
  summary: '年终考核：draft 试算得分、档和等次，export 写出归档，verify 复核归档',
  usesWarehouse: ([action]) => action !== 'verify',
  shape: (command) =>
    command
      .argument('<action>', 'draft、export 或 verify')
      .argument('[archive]', 'verify：归档文件')
      .option('--year <年份>', '如 2026；verify 不用')
      .option('--as-of <时刻>', '按这一时刻的台账，默认年末；年份未结束的默认现在')
      .option('--seed <整数>', '抽样的种子，默认 20260101；同一种子结果相同')
      .option('--out <文件>', 'export：写到哪个新文件')
      .option('--fingerprint <指纹>', 'verify：签名的密钥必须是这个指纹')
      .addOption(choice('--format <格式>', '输出格式', ['table', 'json']).default('table'))
      .addHelpText('after', '\nverify 只要归档文件，不用配置、数据和密钥，可以在任何一台机器上做；不符时退出码为 2。'),
  run: async (invocation) => {
    const [action = '', archive] = invocation.args
    if (action === 'verify') return verifyFile(invocation, archive)
    if (archive !== undefined) throw new ShouwangError('bad_parameter', `evaluate ${action} 不用“${archive}”。`)
    const asked = (timezone: string): DraftQuery => queryOf(invocation, timezone)
    if (action === 'export') return exportYear(invocation, asked)
    if (action === 'draft') return invocation.withApplication((application) => draft(invocation, application))
    throw new ShouwangError('bad_parameter', `没有“evaluate ${action}”；可用：evaluate draft、export、verify。`, {
      action,
    })
  },
}

function queryOf({ options, now }: Invocation, timezone: string): DraftQuery {
  return {
    year: yearOf(options.year),
    asked: options.asOf === undefined ? undefined : toLocal(parseInstant(options.asOf as string, timezone), timezone),
    now: toLocal(now(), timezone),
    seed: options.seed === undefined ? undefined : seedOf(options.seed as string),
  }
}

async function draft(invocation: Invocation, application: Application): Promise<number> {
  const { options, globals, io } = invocation
  const { timezone } = application.config.county
  const query = queryOf(invocation, timezone)
  const isOfNow = query.asked === undefined && query.seed === undefined
  const frozen = isOfNow ? await frozenResults(application, query.year) : null
  const found = frozen ?? (await draftEvaluation(application, query))
  const is_draft = frozen === null
  if (globals.json || options.format === 'json') {
    const instants = { as_of: fromLocal(found.as_of, timezone), known_at: fromLocal(found.known_at, timezone) }
    invocation.json({ ...found, ...instants, is_draft })
  } else io.out(textOf(found, { application, is_draft }))
  return 0
}

function yearOf(text: unknown): string {
  if (typeof text === 'string' && /^\d{4}$/.test(text)) return text
  const was = typeof text === 'string' ? `，收到的是“${text}”` : ''
  throw new ShouwangError('bad_parameter', `--year 应为四位年份，如 2026${was}。`, { value: text })
}

function seedOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new ShouwangError('bad_parameter', `--seed 应为不超过九位的整数，收到的是“${text}”。`, { value: text })
}

const schemeWords = ({ scheme_version: version }: Draft): string =>
  version === 0 ? '方案见配置' : `方案第 ${version} 版`

function textOf(
  draft: Draft,
  { application: { config }, is_draft }: { application: Application; is_draft: boolean },
): string {
  const names = new Map(config.townships.map(({ id, name }) => [id, name]))
  const nameOf = ({ township }: Standing): string => names.get(township) ?? township
  const bounds = draft.scheme.grades.map(({ from }) => from)
  const score = (value: number): string => shownScore(value, bounds)
  const head = ['档', '乡镇', '得分', '90% 区间', '名次区间', '等次', '离上一等次']
  const rows = draft.standings.map((each) => [
    each.band,
    nameOf(each),
    score(each.score),
    `${score(each.low)}–${score(each.high)}`,
    `${each.rank_low}–${each.rank_high}`,
    each.is_vetoed ? `${each.grade}（一票否决）` : each.grade,
    each.next === null ? '' : `${each.next.name}，${shortOf(each.next.missing)}`,
  ])
  const losses = draft.standings.map((each) => `${nameOf(each)}：${lossesWords(each, draft)}`)
  return [
    `${draft.year} 年考核${is_draft ? '试算' : '（已冻结）'}，截至 ${minuteOf(draft.as_of)}${draft.known_at > draft.as_of ? `（${minuteOf(draft.known_at)} 前报来的都算）` : ''}；${schemeWords(draft)}，种子 ${draft.seed}，抽样 ${draft.draws} 次。`,
    '同一档的乡镇，数据分不出高低。',
    tableText(head, rows),
    `处处等于全县水平的乡镇得 ${score(draft.average)} 分。`,
    '',
    '从 100 分到得分：失分最多的项目、其余各项和加减分',
    ...losses,
    '',
  ].join('\n')
}

function shortOf(missing: number): string {
  const shown = shownMissing(missing)
  return shown === null ? '差不到 0.1 分' : `差 ${shown} 分`
}

const minuteOf = (local: string): string => local.slice(0, 16).replace('T', ' ')
