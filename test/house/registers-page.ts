import type { Field, FieldType, Register } from '../../pipeline/registers/register.ts'

const HEAD = `# 各台账的列

本页由 \`pipeline/registers/\` 中的台账定义生成，改动请改定义，再按 [developing.md](developing.md) 的说明重新生成。

**值**：列必须有，每一行都要填，填错或没填的行会退回。**列**：列必须有，格可以空着。其余的列可以没有。
◆ 是儿童档案联系卡的一项，全部填了档案才算完整。`

const REQUIRED = { value: '值', column: '列' } as const

const FORM: Record<FieldType, string> = {
  id: '',
  text: '文字',
  date: '日期',
  datetime: '日期和时间',
  yes_no: '是、否',
  phone: '电话号码',
  number: '数字',
  choice: '',
  level: '',
}

/** The page that tells clerks of every column: which headers it is known by, and what may stand in it. */
export function registersPage(registers: readonly Register[]): string {
  return `${[HEAD, ...registers.map(section)].join('\n\n')}\n`
}

function section(register: Register): string {
  const aliases = register.aliases.length === 0 ? '' : `也叫${register.aliases.join('、')}。`
  const headers = new Map(register.fields.map((field) => [field.name, field.headers[0]]))
  const key = register.key.map((name) => headers.get(name) ?? name).join('、')
  return [
    `## ${register.zh} \`${register.code}\``,
    `${register.sentence}${aliases}${key}${register.key.length === 1 ? '' : '都'}相同的两行，算同一行。`,
    [
      '| 列 | 必填 | 也认的表头 | 怎样填 |',
      '|---|---|---|---|',
      ...register.fields.map((field) => row(field, headers)),
    ].join('\n'),
  ].join('\n\n')
}

function row(field: Field, headers: ReadonlyMap<string, string>): string {
  const [first, ...others] = field.headers
  const mark = field.is_for_completeness === true ? ' ◆' : ''
  const required = field.required === undefined ? '' : REQUIRED[field.required]
  return `| ${first}${mark} | ${required} | ${others.join('、')} | ${advice(field, headers).join('；')} |`
}

function advice(field: Field, headers: ReadonlyMap<string, string>): string[] {
  const choices = Object.values(field.choices ?? {}).map(([first, ...others]) =>
    others.length === 0 ? first : `${first}（${others.join('、')}）`,
  )
  return [
    choices.length > 0 ? choices.join('、') : FORM[field.type],
    field.unit === undefined ? '' : `县里登记的${field.unit === 'village' ? '村' : '校'}名`,
    field.from_id === undefined ? '' : '以身份证号为准',
    field.ends === undefined ? '' : `不早于${headers.get(field.ends) ?? field.ends}`,
    field.not_before === undefined ? '' : `不早于${headers.get(field.not_before) ?? field.not_before}`,
    field.note ?? '',
    field.example === undefined || choices.length > 0 ? '' : `如 ${field.example}`,
  ].filter((part) => part !== '')
}
