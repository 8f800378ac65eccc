import { childId, type Register } from './register.ts'

/** Further register, assistance (registers.md): each payment to a child in need. */
export const assistance: Register = {
  code: 'assistance',
  zh: '资助帮扶',
  is_further: true,
  aliases: [],
  sentence: '每名儿童每次资助一行。',
  key: ['child_id', 'kind', 'paid_on'],
  fields: [
    childId(),
    { name: 'kind', headers: ['资助类型', '资助项目', '资助类别', '类别'], type: 'text', example: '生活补助' },
    { name: 'amount', headers: ['金额', '资助金额', '金额(元)'], type: 'number', example: '500' },
    {
      name: 'paid_on',
      headers: ['发放日期', '资助日期', '发放时间', '日期'],
      type: 'date',
      required: 'value',
      example: '2026-04-20',
    },
  ],
}
