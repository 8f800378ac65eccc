import type { Words } from '../language.ts'

const words = (zh: string, en: string): Words => ({ zh, en })

/** What the tables of an evaluation are called. */
export const TABLE_TITLES = {
  standings: words('名次和等次', 'Standings'),
  items: words('各乡镇各项得分', 'Items by township'),
  county: words('考核项目', 'Items'),
  sensitivity: words('权重增减一成', 'A weight moved by a tenth'),
  commended: words('表扬名单', 'To be commended'),
  warned: words('约谈警示名单', 'To be warned'),
} as const

/** What the columns of their workbook are called. */
export const COLUMN_WORDS: Readonly<Record<string, Words>> = {
  band: words('档', 'Band'),
  township: words('乡镇编号', 'Number of the township'),
  name: words('乡镇', 'Township'),
  score: words('得分', 'Score'),
  low_90: words('90% 区间下限', 'Low end of the 90% interval'),
  high_90: words('90% 区间上限', 'High end of the 90% interval'),
  rank_low: words('名次区间起', 'Rank range from'),
  rank_high: words('名次区间止', 'Rank range to'),
  grade: words('等次', 'Grade'),
  is_vetoed: words('一票否决', 'Vetoed'),
  items_points: words('各项得分合计', 'Points of the items'),
  entries_points: words('加减分', 'Bonus and deduction'),
  next_grade: words('上一等次', 'Next grade'),
  next_missing: words('还差分', 'Points missing'),
  duty: words('项目', 'Item'),
  weight: words('权重', 'Weight'),
  met: words('按时', 'On time'),
  due: words('已到期', 'Due'),
  subjects: words('儿童或事件', 'Subjects'),
  raw: words('按时率', 'On time'),
  borrowed: words('借自全县', 'From the county'),
  shrunk: words('收缩后', 'Drawn to the county'),
  verification: words('核实率', 'Verified'),
  verified_by: words('核实率来自', 'Verified by'),
  counted: words('计入', 'Counted'),
  points: words('得分', 'Points'),
  lost: words('失分', 'Points lost'),
  target: words('目标', 'Target'),
  rate: words('全县按时率', 'County on time'),
  strength: words('收缩强度', 'Strength of shrinking'),
  townships: words('有此职责的乡镇', 'Townships that owe it'),
  factor: words('权重乘以', 'Weight times'),
  moved: words('名次变动的乡镇', 'Townships that moved'),
  regraded: words('等次变动的乡镇', 'Townships regraded'),
  before: words(
    '上年同日得分（同一方案，不计加扣分）',
    'Points of the year before (one scheme, without bonus and deduction)',
  ),
  after: words('今年得分（同一方案，不计加扣分）', 'Points of this year (one scheme, without bonus and deduction)'),
  reasons: words('事由', 'Reasons'),
}

/** Why a township is on a list. */
export const REASON_WORDS: Readonly<Record<string, Words>> = {
  best_grade: words('最高等次', 'the best grade'),
  improved: words('比上年进步，超出偶然', 'rose since the year before, beyond chance'),
  lowest_grade: words('最低等次', 'the lowest grade'),
  vetoed: words('一票否决', 'a veto'),
  fallen: words('比上年退步，超出偶然', 'fell since the year before, beyond chance'),
}

/** Whose inspections a rate was confirmed by. */
export const VERIFIED_WORDS: Readonly<Record<string, Words>> = {
  township: words('本乡镇的核查', 'its own inspections'),
  county: words('全县的核查', 'the county’s inspections'),
  none: words('未核查', 'not inspected'),
}

interface About {
  as_of: string | null
  seed: number
  draws: number
  stage: string
}

const minute = (instant: string | null): string => (instant ?? '').slice(0, 16).replace('T', ' ')

export const SHEET_WORDS = {
  title: {
    zh: (county: string, year: string, table: string) => `${county} ${year} 年留守儿童工作考核：${table}`,
    en: (county: string, year: string, table: string) => `${county}: evaluation of ${year}: ${table}`,
  },
  head: {
    zh: ({ as_of, seed, draws, stage }: About) =>
      `${stage === 'frozen' ? '已冻结' : '试算，不作为最终结果'}；截至 ${minute(as_of)}；种子 ${seed}，抽样 ${draws} 次`,
    en: ({ as_of, seed, draws, stage }: About) =>
      `${stage === 'frozen' ? 'Frozen' : 'A dry run, not final'}; as of ${minute(as_of)}; seed ${seed}, ${draws} draws`,
  },
  bands: words(
    '同一档的乡镇，数据分不出高低；名次是 90% 的区间。',
    'Townships of one band cannot be told apart; ranks are 90% ranges.',
  ),
  foot: words('第 &P 页，共 &N 页', 'Page &P of &N'),
  yes: words('是', 'yes'),
} as const
