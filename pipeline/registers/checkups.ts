import { childId, type Register } from './register.ts'

/** Further register, checkups (registers.md): each health check of a child. */
export const checkups: Register = {
  code: 'checkups',
  zh: '健康体检',
  is_further: true,
  aliases: [],
  sentence: '每名儿童每次体检一行。',
  key: ['child_id', 'checked_on'],
  fields: [
    childId(),
    {
      name: 'checked_on',
      headers: ['体检日期', '体检时间', '日期'],
      type: 'date',
      required: 'value',
      example: '2026-04-15',
    },
  ],
}
