import { childId, type Register } from './register.ts'

/** registers.md, contacts: talks, visits, calls and feedback, one row a contact. */
export const contacts: Register = {
  code: 'contacts',
  zh: '谈心走访记录',
  aliases: ['谈心记录', '走访记录'],
  sentence: '每一次谈心、探视、通话、家访或反馈一行。',
  key: ['child_id', 'kind', 'happened_on', 'by_name'],
  fields: [
    childId(),
    {
      name: 'kind',
      headers: ['方式', '联系方式类别', '类别'],
      type: 'choice',
      required: 'value',
      choices: {
        talk: ['谈心', '谈话', '师生谈心'],
        visit: ['探视', '看望'],
        call: ['电话', '亲情电话', '视频'],
        home_visit: ['家访', '入户走访'],
        parent_feedback: ['家长反馈', '向家长反馈'],
      },
      example: '谈心',
    },
    {
      name: 'happened_on',
      headers: ['日期', '谈心日期', '时间'],
      type: 'date',
      required: 'value',
      example: '2026-09-12',
    },
    {
      name: 'by_name',
      headers: ['记录人', '谈心人', '教师姓名'],
      type: 'text',
      required: 'value',
      identity: 'name',
      example: '李老师',
    },
    {
      name: 'by_role',
      headers: ['记录人身份', '身份'],
      type: 'choice',
      required: 'value',
      choices: {
        class_teacher: ['班主任'],
        teacher: ['教师', '任课教师', '老师'],
        carer: ['帮扶人', '代理家长', '志愿者'],
        cadre: ['干部', '村干部'],
        other: ['其他'],
      },
      example: '班主任',
    },
    {
      name: 'summary',
      headers: ['内容', '谈心内容', '内容摘要'],
      type: 'text',
      is_digest: true,
      example: '了解学习和生活情况',
    },
    { name: 'recorded_at', headers: ['录入时间'], type: 'datetime', example: '2026-09-12 16:30' },
  ],
}
