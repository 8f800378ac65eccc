import type { Language, Words } from './language.ts'

const words = (zh: string, en: string): Words => ({ zh, en })

/** What the four tables of a return are called. */
export const TABLE_TITLES = {
  children: words('表一　基本情况', 'Table 1: the children'),
  care: words('表二　监护和就学', 'Table 2: guardians and schooling'),
  work: words('表三　人员变动和关爱工作', 'Table 3: who came and left, and the work done'),
  incidents: words('表四　突发事件', 'Table 4: incidents'),
} as const

/** In what each of them counts. */
export const TABLE_UNITS = {
  children: words('人', 'children'),
  care: words('人', 'children'),
  work: words('人、人次', 'children, talks'),
  incidents: words('起', 'incidents'),
} as const

/** Above several columns: what they tell apart. */
export const PART_WORDS: Readonly<Record<string, Words>> = {
  age: words('年龄', 'Age'),
  sex: words('性别', 'Sex'),
  situation: words('留守类型', 'Situation'),
  care: words('关爱等级', 'Care level'),
  guardian: words('监护人', 'Guardian'),
  schooling: words('就学状态', 'Schooling'),
  moved: words('人员变动', 'Who came and left'),
  done: words('建档和结对', 'Files and pairings'),
  talk: words('月谈心', 'Monthly talks'),
  incidents: words('事件类型', 'Kind'),
}

/** Over each count; those of ages depend on the policy and are made by return-tables.ts. */
export const COUNT_WORDS: Readonly<Record<string, Words>> = {
  children: words('人数', 'Children'),
  sex_male: words('男', 'Boys'),
  sex_female: words('女', 'Girls'),
  situation_both_out: words('父母双方外出', 'Both parents out'),
  situation_one_out_other_unable: words('一方外出另一方无监护能力', 'One out, the other unable'),
  situation_one_out: words('一方外出', 'One out'),
  care_1: words('一级', '1'),
  care_2: words('二级', '2'),
  care_3: words('三级', '3'),
  care_4: words('四级', '4'),
  care_unknown: words('不明', 'Unknown'),
  guardian_grandparent: words('祖父母、外祖父母', 'Grandparents'),
  guardian_relative: words('其他亲属', 'Other relatives'),
  guardian_parent: words('父母', 'A parent'),
  guardian_other: words('其他人', 'Others'),
  guardian_unknown: words('不明', 'Unknown'),
  schooling_in_school: words('在校', 'In school'),
  schooling_kindergarten: words('在园', 'In kindergarten'),
  schooling_not_enrolled: words('未入学、未入园', 'Not enrolled'),
  schooling_dropped_out: words('辍学', 'Dropped out'),
  schooling_unknown: words('不明', 'Unknown'),
  children_before: words('期初', 'At the start'),
  children_new: words('新增', 'Came'),
  children_gone: words('减少', 'Left'),
  file_done: words('已建档', 'With a file'),
  pairing_done: words('已结对', 'Paired'),
  key_pairing_owed: words('重点儿童', 'Of special concern'),
  key_pairing_done: words('重点已二对一', 'Of these with two carers'),
  talk_owed: words('应谈心人次', 'Owed'),
  talk_done: words('已谈心人次', 'Done'),
  talk_held: words('谈心次数', 'Talks held'),
  incidents: words('合计', 'All'),
  incidents_injury: words('意外伤害', 'Injury'),
  incidents_missing: words('失踪', 'Missing'),
  incidents_illness: words('突发疾病', 'Illness'),
  incidents_violence: words('家庭暴力', 'Domestic violence'),
  incidents_assault: words('不法侵害', 'Assault'),
  incidents_unattended: words('无人监护', 'Unattended'),
  incidents_bullying: words('校园欺凌', 'Bullying'),
  incidents_other: words('其他', 'Other'),
}

export const TOTAL = words('合计', 'Total')
export const TOWNSHIP = words('乡镇', 'Township')

const PERIODS: readonly [RegExp, Words, Words][] = [
  [/^(\d{4})$/, words('$1年', '$1'), words('年报', 'Yearly return')],
  [/^(\d{4})-Q(\d)$/, words('$1年第$2季度', 'Q$2 $1'), words('季报', 'Quarterly return')],
  [/^(\d{4})-0?(\d{1,2})$/, words('$1年$2月', '$1-$2'), words('月报', 'Monthly return')],
]

/** A period in words, and what its return is called. */
export function periodWords(period: string): { name: Words; kind: Words } {
  const [pattern, name, kind] = PERIODS.find(([each]) => each.test(period)) ?? [
    /^$/,
    words(period, period),
    words('', ''),
  ]
  const said = (language: Language): string => period.replace(pattern, name[language])
  return { name: words(said('zh'), said('en')), kind }
}

/** What whoever reads the figures must know: under every table, and on the page. */
export const NOTES = {
  who: {
    zh: (day: string, limit: number) => `人数为 ${day} 在册的留守儿童，未满 ${limit} 周岁；年龄按当日周岁。`,
    en: (day: string, limit: number) =>
      `Children who count as left behind on ${day}, under ${limit}; ages are full years on that day.`,
  },
  known: {
    zh: (known: string) => `按 ${known} 前收到的台账统计，之后补报、更正的不在内。`,
    en: (known: string) => `From what had come in by ${known}; what was added or corrected later is not in it.`,
  },
  care: words(
    '监护人按档案“与儿童关系”归类，写了几个人的按第一个；没有档案或没有填写的为不明。几份档案中有一份写在校的，算在校。',
    'Guardians are grouped by the file’s 与儿童关系, of several the first; unknown is who has no file or an empty cell. In school is who is so by any file.',
  ),
  work: words(
    '期初为期间第一天的前一天在册人数；期初加新增减去减少等于人数，三者都按现有花名册推算，已从花名册删去的不在内。已建档指十一项联系信息齐全；应谈心每名儿童每个谈心月份一人次；谈心次数含一月多次的。',
    'At the start: the day before the first. Start and came less left is the number of children; all from the census as it stands, without those taken out of it. A file is one with all eleven contact fields; one talk is owed a child and talk month; talks held counts several of a month.',
  ),
  incidents: words(
    '按发生时间，含实时上报、台账中还没有的。',
    'By the time they occurred; those told live and not yet in the register are in it.',
  ),
  hidden: words(
    '事件类型只给本单位和县里看，其余乡镇只有合计。',
    'Kinds of incidents are for the unit itself and the county; of other townships there is the sum alone.',
  ),
} as const

export const SHEET_WORDS = {
  title: {
    zh: (county: string, kind: string, period: string) => `${county}留守儿童统计${kind}（${period}）`,
    en: (county: string, kind: string, period: string) =>
      `${county}: left-behind children, ${kind.toLowerCase()}, ${period}`,
  },
  head: {
    zh: (county: string, known: string, unit: string) =>
      [`填报单位：${county}`, `数据截至：${known}`, `计量单位：${unit}`].join('\u3000\u3000'),
    en: (county: string, known: string, unit: string) =>
      [`Reported by: ${county}`, `Data as of: ${known}`, `Counted: ${unit}`].join('    '),
  },
  running: words('（期间未结束）', ' (the period still runs)'),
  signed: words(
    '单位负责人：　　　　　审核人：　　　　　填表人：　　　　　联系电话：　　　　　填报时间：　　　年　　月　　日',
    'Head of unit:                 Checked by:                 Filled in by:                 Telephone:                 Date:',
  ),
  foot: words('第 &P 页，共 &N 页', 'Page &P of &N'),
} as const
