import type { Register } from './register.ts'

/** Further register, school_links (registers.md): which department of the county looks after which school. */
export const schoolLinks: Register = {
  code: 'school_links',
  zh: '单位包校',
  is_further: true,
  aliases: [],
  sentence: '每所学校与包联它的每个单位一行。',
  key: ['school', 'department'],
  fields: [
    {
      name: 'school',
      headers: ['学校', '学校名称', '包联学校', '所在学校'],
      type: 'text',
      required: 'value',
      unit: 'school',
      example: '中心小学',
    },
    {
      name: 'department',
      headers: ['包联单位', '单位', '联系单位'],
      type: 'text',
      required: 'value',
      example: '县民政局',
    },
    { name: 'since', headers: ['包联日期', '开始日期', '起始日期', '包联时间'], type: 'date', example: '2026-03-01' },
  ],
}
