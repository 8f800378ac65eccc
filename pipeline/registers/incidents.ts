import { childId, type Field, type Register } from './register.ts'

const told = (name: string, ...headers: [string, ...string[]]): Field => ({
  name,
  headers,
  type: 'datetime',
  not_before: 'occurred_at',
  example: '2026-05-03 14:20',
})

/** registers.md, incidents: what happened, who was told and when. */
export const incidents: Register = {
  code: 'incidents',
  zh: '突发事件',
  aliases: ['应急事件'],
  sentence: '每一起突发事件一行，时间写到分钟。',
  key: ['incident_id'],
  fields: [
    { name: 'incident_id', headers: ['事件编号', '编号'], type: 'text', required: 'value', example: '01-001' },
    childId(),
    {
      name: 'kind',
      headers: ['事件类型', '事件类别'],
      type: 'choice',
      required: 'value',
      choices: {
        injury: ['意外伤害'],
        missing: ['失踪', '走失'],
        illness: ['突发疾病'],
        violence: ['家庭暴力', '虐待'],
        assault: ['不法侵害', '侵害'],
        unattended: ['无人监护', '脱离监护'],
        bullying: ['校园欺凌'],
        other: ['其他'],
      },
      example: '意外伤害',
    },
    { name: 'occurred_at', headers: ['发生时间'], type: 'datetime', required: 'value', example: '2026-05-03 14:05' },
    told('guardian_notified_at', '告知监护人时间', '告知委托监护人时间'),
    told('parents_notified_at', '告知家长时间', '告知父母时间'),
    told('education_reported_at', '报告教育部门时间', '报告教育主管部门时间'),
    told('township_reported_at', '报告乡镇时间', '报告乡镇党委政府时间'),
    told('police_reported_at', '报警时间', '报告公安时间'),
    told('closed_at', '办结时间'),
    { name: 'outcome', headers: ['处置结果'], type: 'text', identity: 'note' },
  ],
}
