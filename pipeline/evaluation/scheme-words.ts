import { ShouwangError } from '../../errors.ts'
import { schemeSchema, unfitting, type KnownCounty, type Scheme } from '../../evaluation/scheme.ts'
import { faultsOf, pathText, type Fault } from '../faults.ts'

const NAMES: Readonly<Record<string, string>> = {
  items: '计分项目',
  entries: '加分扣分',
  vetoes: '一票否决',
  grades: '等次',
  steps: '分级',
  verification: '核实率的用法',
  least_checked: '最少核查数',
  objections_until: '异议截止日',
  duty: '职责',
  weight: '权重',
  scoring: '计分方式',
  kind: '类型',
  to: '满分线',
  part: '得分比例',
  per_case: '每起扣分',
  township: '乡镇',
  points: '分值',
  reason: '事由',
  evidence: '依据',
  name: '名称',
}
/** `from` is where points begin in an item, and the least score in a grade. */
const FROM: Readonly<Record<string, string>> = { items: '起点', grades: '分数线' }

/** Where in a scheme something is, in words: 计分项目第 2 项的权重. */
export function fieldWords(path: readonly PropertyKey[]): string {
  const parts = path.map((part, place) => {
    if (typeof part === 'number') return `第 ${part + 1} 项`
    const name = part === 'from' ? FROM[String(path[0])] : NAMES[String(part)]
    return `${place === 0 ? '' : '的'}${name ?? String(part)}`
  })
  return parts.length === 0 ? '整个方案' : parts.join('')
}

/**
 * A scheme that somebody wrote, checked against what the county has. Throws `bad_parameter` with every fault: its field in
 * words, its path, what is there and what is expected.
 */
export function readScheme(value: unknown, known: KnownCounty): Scheme {
  const parsed = schemeSchema.safeParse(value)
  if (!parsed.success) throw wrongScheme(faultsOf(parsed.error, value))
  const faults = unfitting(parsed.data, known).map((each) => ({ ...each, found: undefined }))
  if (faults.length > 0) throw wrongScheme(faults)
  return parsed.data
}

function wrongScheme(faults: readonly Fault[]): ShouwangError {
  const told = faults.map(({ path, found, message }) => ({
    path: pathText(path),
    field: fieldWords(path),
    found: found ?? null,
    message,
  }))
  const list = told.map(
    ({ field, found, message }) => `${field}：${message}${found === null ? '' : `（现为 ${found}）`}`,
  )
  return new ShouwangError('bad_parameter', `考核方案有 ${told.length} 处要改。${list.join('；')}。`, { faults: told })
}
