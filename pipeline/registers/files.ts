import { childId, type Field, type Register } from './register.ts'

const complete = (field: Field): Field => ({ ...field, is_for_completeness: true })

/** registers.md, files: the one-child-one-file archive with its contact card. */
export const files: Register = {
  code: 'files',
  zh: '儿童档案',
  aliases: [],
  sentence: '一人一档及联系卡，一名儿童一行。',
  key: ['child_id'],
  fields: [
    childId(),
    { name: 'opened_on', headers: ['建档日期', '建档时间'], type: 'date', required: 'value', example: '2025-03-10' },
    complete({
      name: 'parent_name',
      headers: ['家长姓名', '父母姓名'],
      type: 'text',
      identity: 'name',
      example: '张大山',
    }),
    complete({
      name: 'home_address',
      headers: ['家庭详细地址', '家庭住址'],
      type: 'text',
      identity: 'address',
      example: '石桥村3组12号',
    }),
    complete({
      name: 'parent_phone',
      headers: ['家长联系电话', '父母联系电话'],
      type: 'phone',
      identity: 'phone',
      example: '13800000000',
    }),
    complete({
      name: 'work_address',
      headers: ['家长务工单位详细地址', '务工地址', '务工单位地址'],
      type: 'text',
      identity: 'address',
      example: '浙江省义乌市某厂',
    }),
    complete({
      name: 'work_phone',
      headers: ['家长务工单位联系电话', '务工单位电话'],
      type: 'phone',
      identity: 'phone',
      example: '0579-85550000',
    }),
    complete({
      name: 'guardian_name',
      headers: ['监护人姓名', '委托监护人姓名', '实际监护人'],
      type: 'text',
      identity: 'name',
      example: '张福',
    }),
    complete({
      name: 'guardian_occupation',
      headers: ['监护人职业'],
      type: 'text',
      is_none_an_answer: true,
      note: '没有职业的填“无”',
      example: '务农',
    }),
    complete({
      name: 'guardian_address',
      headers: ['监护人详细地址', '监护人住址'],
      type: 'text',
      identity: 'address',
      example: '石桥村3组12号',
    }),
    complete({
      name: 'guardian_phone',
      headers: ['监护人联系电话', '监护人电话'],
      type: 'phone',
      identity: 'phone',
      example: '13900000000',
    }),
    complete({ name: 'guardian_health', headers: ['监护人身体状况', '监护人健康状况'], type: 'text', example: '良好' }),
    complete({ name: 'guardian_age', headers: ['监护人年龄'], type: 'number', example: '62' }),
    { name: 'guardian_relation', headers: ['与儿童关系', '监护关系'], type: 'text', example: '祖父' },
    {
      name: 'schooling',
      headers: ['就学状态'],
      type: 'choice',
      choices: {
        in_school: ['在校', '在读'],
        kindergarten: ['在园'],
        not_enrolled: ['未入学', '未入园'],
        dropped_out: ['辍学'],
      },
      example: '在校',
    },
    { name: 'immunised', headers: ['计划免疫接种', '免疫接种'], type: 'yes_no', example: '是' },
    { name: 'guardian_trained_on', headers: ['家教培训日期'], type: 'date', example: '2026-05-20' },
    { name: 'in_need', headers: ['困难', '家庭困难', '是否困难', '困难家庭'], type: 'yes_no', example: '否' },
  ],
}
