import type { Field, Register } from './register.ts'

const standard = (name: string, ...headers: [string, ...string[]]): Field => ({
  name,
  headers,
  type: 'yes_no',
  example: '是',
})

/** Further register, homes (registers.md): each home for left-behind children, and which of the eight standards it meets. */
export const homes: Register = {
  code: 'homes',
  zh: '留守儿童之家',
  is_further: true,
  aliases: ['儿童之家'],
  sentence: '每一处留守儿童之家一行；学校办的填学校，村里办的填村。',
  key: ['home_id'],
  fields: [
    {
      name: 'home_id',
      headers: ['编号', '留守儿童之家编号', '儿童之家编号'],
      type: 'text',
      required: 'value',
      example: '01-J01',
    },
    {
      name: 'name',
      headers: ['名称', '留守儿童之家名称'],
      type: 'text',
      required: 'value',
      example: '石桥村留守儿童之家',
    },
    {
      name: 'village',
      headers: ['村(社区)', '村', '行政村', '村居', '所在村'],
      type: 'text',
      unit: 'village',
      example: '石桥村',
    },
    { name: 'school', headers: ['学校', '所在学校', '就读学校'], type: 'text', unit: 'school', note: '村里办的留空' },
    {
      name: 'opened_on',
      headers: ['启用日期', '建成日期', '设立日期', '开放日期'],
      type: 'date',
      example: '2024-09-01',
    },
    standard('has_sign', '统一标牌'),
    standard('has_place', '固定场所'),
    standard('has_equipment', '完善设备'),
    standard('has_staff', '人员管理'),
    standard('has_files', '儿童档案'),
    standard('has_plan', '活动计划'),
    standard('has_ledger', '活动台账'),
    standard('has_funding', '经费保障'),
  ],
}
