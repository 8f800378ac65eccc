import type { CountyItem, Standing } from '../../evaluation/evaluate.ts'
import type { Scheme } from '../../evaluation/scheme.ts'
import type { ItemScore } from '../../evaluation/score.ts'
import { dutyCatalogue } from '../../queries/statements.ts'
import { lossesOf, type LossLine } from '../../web/lib/statistics/score-losses.ts'

const SHOWN_LOSSES = 3
/** Where less of a rate is borrowed it is not said. */
const SHOWN_BORROWED = 0.05

type Line = LossLine<ItemScore, Scheme['entries'][number]>

/** From 100 to a township's score, in words: where it lost most, the other items, bonus and deduction; the lines add up. */
export function lossesWords(
  standing: Pick<Standing, 'township' | 'score' | 'items_points' | 'items'>,
  { scheme, items }: { scheme: Pick<Scheme, 'entries' | 'grades'>; items: readonly CountyItem[] },
): string {
  const entries = scheme.entries.filter(({ township }) => township === standing.township)
  const bounds = scheme.grades.map(({ from }) => from)
  const { score, lost, digits, lines } = lossesOf({ ...standing, entries }, { bounds, most: SHOWN_LOSSES })
  if (lines.length === 0) return `没有失分（${score} 分）。`
  return `失 ${lost} 分：${lines.map((line) => lineWords(line, items, digits)).join('；')}。`
}

function lineWords(line: Line, items: readonly CountyItem[], digits: number): string {
  const points = `${Math.abs(line.lost).toFixed(digits)} 分`
  switch (line.kind) {
    case 'item': {
      const county = items.find(({ duty }) => duty === line.item.duty)
      return itemWords(line.item, points, county)
    }
    case 'rest':
      return `其余 ${line.count} 项共失${line.lost === 0 ? '不到 0.1 分' : ` ${points}`}`
    case 'entry':
      return `${line.entry.points < 0 ? '扣' : '加'} ${points}（${line.entry.reason}）`
    case 'entries_rest':
      return `其余 ${line.count} 条加减分合计${line.lost > 0 ? '扣' : '加'} ${points}`
    case 'cut':
      return line.lost > 0 ? `超出 100 分的 ${points}不计` : `最低 0 分，${points}没有扣`
  }
}

const percent = (rate: number): string => `${(rate * 100).toFixed(1)}%`

function itemWords(item: ItemScore, lost: string, county: CountyItem | undefined): string {
  const { duty, met, total, raw, verification, borrowed } = item
  const name = dutyCatalogue().find(({ code }) => code === duty)?.zh ?? duty
  const parts = [`按时 ${met}/${total}（${percent(raw)}）`]
  if (county?.scoring.kind !== 'penalty') {
    if (verification < 1) parts.push(`核实率 ${percent(verification)}`)
    if (borrowed >= SHOWN_BORROWED) parts.push(`人少，${percent(borrowed)} 借自全县`)
  }
  return `${name}失 ${lost}：${[...parts, scoredWords(item, county)].join('，')}`
}

/** How that became points: by its scoring. Of 100 a case costs as much more or less as the weight does than in the scheme. */
function scoredWords({ missed, weight, points, counted }: ItemScore, county: CountyItem | undefined): string {
  const scoring = county?.scoring
  if (scoring?.kind === 'penalty') {
    const cost = (scoring.per_case * weight) / (county?.weight ?? weight)
    return `漏了 ${missed} 起，每起扣 ${Number(cost.toFixed(2))} 分${points === 0 ? '，扣完为止' : ''}`
  }
  const rate = `按 ${percent(counted)} 计`
  if (scoring?.kind === 'steps') return `${rate}，达到的一级得 ${percent(points / weight)}`
  if (scoring === undefined || scoring.from === 0) return rate
  return `${rate}，${percent(scoring.from)} 起得分，到 ${percent(scoring.to ?? county?.target ?? 1)} 得满分`
}
