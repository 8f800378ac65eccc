import { childId, type Register } from './register.ts'

/** Further register, enrolments (registers.md): when a child came to a school and why it left. */
export const enrolments: Register = {
  code: 'enrolments',
  zh: '学籍变动',
  is_further: true,
  aliases: [],
  sentence: '每名儿童每段学籍一行；离校时填离校日期和原因，不要删行。',
  key: ['child_id', 'school_year', 'enrolled_on'],
  fields: [
    childId(),
    { name: 'school_year', headers: ['学年', '所属学年'], type: 'text', example: '2026-2027' },
    {
      name: 'enrolled_on',
      headers: ['入学日期', '入学时间', '注册日期'],
      type: 'date',
      required: 'value',
      example: '2025-09-01',
    },
    {
      name: 'left_on',
      headers: ['离校日期', '离校时间', '离开日期'],
      type: 'date',
      ends: 'enrolled_on',
      note: '仍在校的留空',
    },
    {
      name: 'reason',
      headers: ['原因', '离校原因', '变动原因', '异动原因'],
      type: 'choice',
      choices: {
        transfer: ['转学', '转出'],
        dropout: ['辍学', '失学'],
        graduation: ['毕业', '升学'],
      },
    },
  ],
}
