import { PURPOSE, streamOf } from './random.ts'

const FIRST = [...'青白云柳枫石双高黑金银松竹梅桃清大长红紫苍碧古新永']
const SECOND = [...'溪岭河桥坪湖山沟塘坝湾林泉垭场渡冲寨屯原岩洞潭滩口']
const KINDS = ['镇', '镇', '镇', '乡', '乡'] as const
// prettier-ignore
const VILLAGES = ['东村', '西村', '上坪村', '石桥社区', '南村', '北村', '下坝村', '新建村', '河口村', '中心社区', '大湾村', '柏树村']

/** How many townships can be told apart by their invented names. */
export const MOST_TOWNSHIPS = FIRST.length * SECOND.length

export interface Place {
  /** `青石`: villages and schools are named after it. */
  stem: string
  /** `青石镇`. */
  name: string
}

/** Invented township names, all different. Their codes, 99xxxx, belong to no place. */
export function placesOf(seed: number, count: number): Place[] {
  const random = streamOf(seed, PURPOSE.places)
  const stems = FIRST.flatMap((first) => SECOND.map((second) => first + second))
  return random
    .shuffle(stems)
    .slice(0, count)
    .map((stem) => ({ stem, name: stem + random.pick(KINDS) }))
}

/** 4 to 12 villages, the more the more children. Their names differ also without 村 and 社区. */
export const villagesOf = (stem: string, childCount: number): string[] =>
  VILLAGES.slice(0, Math.max(4, Math.min(VILLAGES.length, Math.round(childCount / 70)))).map((name) => stem + name)

export type Stage = 'kindergarten' | 'primary' | 'middle'

/** The township's schools, the larger ones first. */
export const schoolNamesOf = (stem: string): { name: string; stage: Stage }[] => [
  { name: `${stem}中心小学`, stage: 'primary' },
  { name: `${stem}中学`, stage: 'middle' },
  { name: `${stem}第二小学`, stage: 'primary' },
  { name: `${stem}中心幼儿园`, stage: 'kindergarten' },
]
