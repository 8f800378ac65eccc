import { childId, type Register } from './register.ts'

/** Further register, plans (registers.md): the plan made for one child, and why. */
export const plans: Register = {
  code: 'plans',
  zh: '个别教育方案',
  is_further: true,
  aliases: [],
  sentence: '每名儿童每次制定的方案一行。',
  key: ['child_id', 'made_on'],
  fields: [
    childId(),
    {
      name: 'made_on',
      headers: ['制定日期', '制定时间', '方案日期', '日期'],
      type: 'date',
      required: 'value',
      example: '2026-03-10',
    },
    { name: 'reason', headers: ['原因', '制定原因', '方案原因'], type: 'text', identity: 'note' },
  ],
}
