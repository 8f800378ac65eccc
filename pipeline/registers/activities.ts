import type { Register } from './register.ts'

/** Further register, activities (registers.md): what was held in a home, whether the principal was there, and whether it was reported. */
export const activities: Register = {
  code: 'activities',
  zh: '活动台账',
  is_further: true,
  aliases: [],
  sentence: '留守儿童之家每次活动一行。',
  key: ['home_id', 'held_on', 'kind'],
  fields: [
    {
      name: 'home_id',
      headers: ['编号', '留守儿童之家编号', '儿童之家编号'],
      type: 'text',
      required: 'value',
      example: '01-J01',
    },
    {
      name: 'held_on',
      headers: ['活动日期', '日期', '活动时间'],
      type: 'date',
      required: 'value',
      example: '2026-05-12',
    },
    { name: 'kind', headers: ['活动类型', '类别', '活动内容', '活动名称'], type: 'text', example: '亲情视频' },
    { name: 'headcount', headers: ['参加人数', '人数', '参与人数'], type: 'number', example: '24' },
    { name: 'principal_present', headers: ['校长参加', '校长是否参加'], type: 'yes_no', example: '是' },
    { name: 'reported', headers: ['已报送', '是否报送', '信息报送'], type: 'yes_no', example: '是' },
  ],
}
