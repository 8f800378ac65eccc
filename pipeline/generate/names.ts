import type { Random } from './random.ts'
import type { Sex } from './identity-number.ts'

// The commonest surnames first, each with its share in a thousand; a few uncommon ones so that fonts and encodings are tried.
// prettier-ignore
const SURNAMES: readonly (readonly [string, number])[] = [
  ['王', 72], ['李', 71], ['张', 68], ['刘', 54], ['陈', 45], ['杨', 31], ['黄', 22], ['赵', 21], ['吴', 20], ['周', 20],
  ['徐', 15], ['孙', 15], ['马', 13], ['朱', 13], ['胡', 12], ['郭', 11], ['何', 11], ['林', 11], ['高', 10], ['罗', 10],
  ['郑', 9], ['梁', 9], ['谢', 8], ['宋', 8], ['唐', 7], ['许', 7], ['韩', 7], ['冯', 6], ['邓', 6], ['曹', 6],
  ['彭', 6], ['曾', 6], ['萧', 6], ['田', 5], ['董', 5], ['袁', 5], ['潘', 5], ['于', 5], ['蒋', 5], ['蔡', 5],
  ['余', 5], ['杜', 5], ['叶', 5], ['程', 5], ['苏', 5], ['魏', 5], ['吕', 4], ['丁', 4], ['任', 4], ['沈', 4],
  ['姚', 4], ['卢', 4], ['姜', 4], ['崔', 4], ['钟', 4], ['谭', 4], ['陆', 4], ['汪', 4], ['范', 4], ['金', 3],
  ['石', 3], ['廖', 3], ['贾', 3], ['夏', 3], ['韦', 3], ['付', 3], ['方', 3], ['白', 3], ['邹', 3], ['孟', 3],
  ['熊', 3], ['秦', 3], ['邱', 3], ['江', 3], ['尹', 3], ['薛', 3], ['闫', 3], ['段', 2], ['雷', 2], ['侯', 2],
  ['龙', 2], ['史', 2], ['陶', 2], ['黎', 2], ['贺', 2], ['顾', 2], ['毛', 2], ['郝', 2], ['龚', 2], ['邵', 2],
  ['万', 2], ['钱', 2], ['严', 2], ['覃', 2], ['武', 2], ['戴', 2], ['莫', 2], ['孔', 2], ['向', 2], ['汤', 2],
  ['欧阳', 1], ['上官', 1], ['司马', 1], ['䶮', 1], ['逄', 1], ['亓', 1], ['仝', 1],
]

const EITHER = '明文华佳嘉欣雨晨思语一诺子涵梓宇轩然乐天安宁清远知言书墨景和星辰'
const BOYS = '伟强磊军洋勇杰涛超刚浩博俊鹏飞龙辉斌鑫豪阳航毅峰凯旭瑞泽睿哲恒诚'
const GIRLS = '芳娜敏静丽艳娟霞玲桂兰英红梅琳婷雪莉瑶琪嫣懿怡萱悦彤菲蕾薇慧琴秀'
const RARE = ['䶮', '㛃', '堃', '喆', '翀', '昇', '祎', '犇', '珺', '嬅', '𬱖'] as const

const SURNAME_WEIGHTS = SURNAMES.map(([, share]) => share)
const EITHER_CHARACTERS = [...EITHER]
const BOYS_CHARACTERS = [...EITHER_CHARACTERS, ...BOYS]
const GIRLS_CHARACTERS = [...EITHER_CHARACTERS, ...GIRLS]

/** A surname as frequent as it is. */
export const surnameOf = (random: Random): string => SURNAMES[random.weighted(SURNAME_WEIGHTS)]?.[0] ?? '王'

const characterOf = (random: Random, characters: readonly string[]): string =>
  random.chance(0.006) ? random.pick(RARE) : (random.pick(characters) ?? '明')

/** A given name of one or two characters. */
export function givenNameOf(random: Random, sex: Sex): string {
  const characters = sex === 'male' ? BOYS_CHARACTERS : GIRLS_CHARACTERS
  const first = characterOf(random, characters)
  return random.chance(0.24) ? first : first + characterOf(random, characters)
}

/** A whole name; sex either way. */
export const adultNameOf = (random: Random): string =>
  surnameOf(random) + givenNameOf(random, random.chance(0.5) ? 'male' : 'female')

// prettier-ignore
const MOBILE_PREFIXES = ['130', '131', '132', '135', '136', '137', '138', '139', '150', '151', '152', '157', '158', '159', '176', '177', '180', '182', '187', '189'] as const
const AREA_CODES = ['0769', '0512', '0579', '0755', '0592', '021'] as const

/** A mobile number: eleven digits. */
export const mobileOf = (random: Random): string =>
  random.pick(MOBILE_PREFIXES) + String(random.integer(0, 99_999_999)).padStart(8, '0')

/** A factory's number: area code and eight digits, as clerks write it. */
export const landlineOf = (random: Random): string =>
  `${random.pick(AREA_CODES)}-${random.integer(5, 8)}${String(random.integer(0, 9_999_999)).padStart(7, '0')}`
