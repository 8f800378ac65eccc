import { childId, type Register } from './register.ts'

/** Further register, legal_cases (registers.md): who is entitled to legal aid, and when it was given. */
export const legalCases: Register = {
  code: 'legal_cases',
  zh: '法律援助',
  is_further: true,
  aliases: [],
  sentence: '每一件法律援助案件一行。',
  key: ['case_id'],
  fields: [
    { name: 'case_id', headers: ['案件编号', '编号'], type: 'text', required: 'value', example: '01-F001' },
    childId(),
    {
      name: 'opened_on',
      headers: ['立案日期', '受理日期', '申请日期'],
      type: 'date',
      required: 'value',
      example: '2026-05-06',
    },
    {
      name: 'eligible',
      headers: ['符合援助条件', '是否符合援助条件', '符合条件'],
      type: 'yes_no',
      required: 'column',
      example: '是',
    },
    { name: 'aided_on', headers: ['援助日期', '提供援助日期', '援助时间'], type: 'date', note: '还没有援助的留空' },
  ],
}
