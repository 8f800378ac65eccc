import { childId, type Register } from './register.ts'

/** registers.md, census: every left-behind child found in the sweep, the denominator of everything. */
export const census: Register = {
  code: 'census',
  zh: '摸底花名册',
  aliases: [],
  sentence: '本乡镇摸底查明的每一名留守儿童，一人一行。',
  key: ['child_id'],
  fields: [
    childId(),
    { name: 'name', headers: ['姓名', '儿童姓名', '学生姓名'], type: 'text', required: 'value', identity: 'name', example: '张小雨' },
    { name: 'sex', headers: ['性别'], type: 'choice', choices: { male: ['男'], female: ['女'] }, from_id: 'sex', example: '男' },
    { name: 'birth_date', headers: ['出生日期', '出生年月日'], type: 'date', from_id: 'birth_date', example: '2016-09-01' },
    {
      name: 'village',
      headers: ['村(社区)', '村', '行政村', '村居', '所在村'],
      type: 'text',
      required: 'column',
      unit: 'village',
      example: '石桥村',
    },
    {
      name: 'school',
      headers: ['就读学校', '学校', '所在学校'],
      type: 'text',
      required: 'column',
      unit: 'school',
      note: '未上学的留空',
      example: '中心小学',
    },
    {
      name: 'situation',
      headers: ['留守类型', '留守情况'],
      type: 'choice',
      required: 'value',
      choices: {
        both_out: ['父母双方外出', '双方外出', '父母均外出'],
        one_out_other_unable: ['一方外出另一方无监护能力', '一方外出一方无监护能力'],
        one_out: ['一方外出', '单方外出'],
      },
      example: '父母双方外出',
    },
    {
      name: 'left_behind_from',
      headers: ['留守开始日期', '开始留守时间', '外出务工时间'],
      type: 'date',
      required: 'value',
      example: '2024-03-01',
    },
    {
      name: 'left_behind_to',
      headers: ['留守结束日期', '结束留守时间', '返乡时间'],
      type: 'date',
      ends: 'left_behind_from',
      note: '仍在留守的留空',
    },
    { name: 'care_level', headers: ['关爱等级', '心级'], type: 'level', note: '1 至 4，4 为重点关爱', example: '2' },
  ],
}
