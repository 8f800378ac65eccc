import { childId, type Register } from './register.ts'

/** registers.md, pairings: who looks after which child, and since when. */
export const pairings: Register = {
  code: 'pairings',
  zh: '结对帮扶',
  aliases: [],
  sentence: '每一对帮扶关系一行；解除后填解除日期，不要删行。',
  key: ['child_id', 'carer_name', 'started_on'],
  fields: [
    childId(),
    {
      name: 'carer_name',
      headers: ['帮扶人姓名', '结对人姓名', '代理家长姓名', '帮扶人'],
      type: 'text',
      required: 'value',
      identity: 'name',
      example: '李老师',
    },
    {
      name: 'carer_kind',
      headers: ['帮扶人身份', '帮扶人类别'],
      type: 'choice',
      required: 'value',
      choices: {
        cadre: ['干部', '机关干部', '村干部'],
        teacher: ['教师', '老师', '班主任'],
        volunteer: ['志愿者'],
        elder: ['五老', '老同志'],
        proxy_parent: ['代理家长', '爱心家长'],
        other: ['其他'],
      },
      example: '教师',
    },
    {
      name: 'carer_phone',
      headers: ['帮扶人电话', '帮扶人联系电话'],
      type: 'phone',
      identity: 'phone',
      example: '13700000000',
    },
    { name: 'carer_unit', headers: ['帮扶人单位', '工作单位'], type: 'text', example: '中心小学' },
    { name: 'started_on', headers: ['结对日期', '结对时间'], type: 'date', required: 'value', example: '2025-09-01' },
    { name: 'ended_on', headers: ['解除日期', '结束日期'], type: 'date', ends: 'started_on', note: '仍在帮扶的留空' },
  ],
}
