import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import type { Column, DataValidation, Worksheet } from 'exceljs'
import { REGISTERS } from '../registers/index.ts'
import type { Field, FieldType, Register } from '../registers/register.ts'
import { allowedValues, GENERAL_RULES, keyRule, requirementOf, whatToFill } from './instructions.ts'

// ExcelJS has had this for years, and leaves it out of its types.
declare module 'exceljs' {
  interface Worksheet {
    dataValidations: { add(range: string, validation: DataValidation): void }
  }
}

/** Rows that the drop-down lists cover: more than a township has children, and contacts in a year. */
const ROWS = 20_000

const FORMATS: Partial<Record<FieldType, string>> = {
  id: '@',
  // 01-001 in a cell without this format becomes the first of January.
  text: '@',
  phone: '@',
  date: 'yyyy-mm-dd',
  datetime: 'yyyy-mm-dd hh:mm',
}
const WIDTHS: Record<FieldType, number> = {
  id: 22,
  text: 16,
  date: 13,
  datetime: 18,
  yes_no: 10,
  phone: 16,
  number: 10,
  choice: 14,
  level: 10,
}

const FONT = { name: '宋体', size: 11 }
const HEAD_FILL = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFEDF1F5' } } as const
const SHEET_OF_RULES = '填表说明'

const headerOf = (field: Field): string => `${field.headers[0]}${field.required === 'value' ? '*' : ''}`

/** Chinese characters are twice as wide as the digits that widths are counted in. */
const widthOf = (field: Field): number => {
  const values = [field.headers[0], ...(allowedValues(field) ?? [])]
  return Math.max(WIDTHS[field.type], ...values.map((value) => value.length * 2 + 3))
}

function validationOf(field: Field): DataValidation | null {
  const values = allowedValues(field)
  const shared = { allowBlank: field.required !== 'value', showErrorMessage: true, errorTitle: field.headers[0] }
  if (values !== null) {
    return {
      ...shared,
      type: 'list',
      formulae: [`"${values.join(',')}"`],
      error: `请从下拉列表中选择：${values.join('、')}`,
    }
  }
  // The old 15-digit numbers and cut ones are caught while the clerk still has the paper at hand.
  if (field.type === 'id') {
    return { ...shared, type: 'textLength', operator: 'equal', formulae: [18], error: '身份证号应为 18 位' }
  }
  return null
}

function fillRegisterSheet(sheet: Worksheet, register: Register): void {
  sheet.columns = register.fields.map((field): Partial<Column> => {
    const format = FORMATS[field.type]
    return { header: headerOf(field), width: widthOf(field), style: { font: FONT, ...(format && { numFmt: format }) } }
  })
  const head = sheet.getRow(1)
  for (const [place, field] of register.fields.entries()) {
    const cell = head.getCell(place + 1)
    cell.style = {
      font: { ...FONT, bold: true },
      fill: HEAD_FILL,
      alignment: { vertical: 'middle', wrapText: true },
      border: { bottom: { style: 'thin' } },
    }
    const example = field.example === undefined ? '' : `\n例：${field.example}`
    cell.note = `${requirementOf(field)}：${whatToFill(register, field)}${example}`
    const validation = validationOf(field)
    const letter = sheet.getColumn(place + 1).letter
    if (validation !== null) sheet.dataValidations.add(`${letter}2:${letter}${ROWS}`, validation)
  }
  head.height = 30
  sheet.views = [{ state: 'frozen', ySplit: 1, xSplit: 0 }]
}

function fillRulesSheet(sheet: Worksheet, register: Register): void {
  sheet.columns = [{ width: 24 }, { width: 24 }, { width: 46 }, { width: 46 }, { width: 26 }].map((column) => ({
    ...column,
    style: { font: FONT, alignment: { vertical: 'top', wrapText: true } },
  }))
  const heading = (...texts: string[]): void => {
    sheet.addRow(texts).eachCell((cell) => {
      cell.style = { font: { ...FONT, bold: true }, fill: HEAD_FILL }
    })
  }
  const prose = (text: string): void => {
    sheet.mergeCells(sheet.addRow([text]).number, 1, sheet.rowCount, 5)
  }
  heading(`${register.zh}怎么填`)
  prose(register.sentence)
  prose(keyRule(register))
  sheet.addRow([])
  heading('列', '是否必填', '填什么', '可以填的值', '例')
  for (const field of register.fields) {
    const values = allowedValues(field)?.join('、') ?? ''
    sheet.addRow([field.headers[0], requirementOf(field), whatToFill(register, field), values, field.example ?? ''])
  }
  sheet.addRow([])
  heading('各表通用')
  for (const [place, rule] of GENERAL_RULES.entries()) prose(`${place + 1}. ${rule}`)
}

/**
 * A register's template: a sheet of its name with the header alone, and one that tells how to fill it. ExcelJS, because it
 * can give a whole column a format and a list, also where no cell stands yet; the header reads back as the register's own.
 */
export function templateOf(register: Register): ExcelJS.Workbook {
  const workbook = new ExcelJS.Workbook()
  workbook.creator = '守望'
  fillRegisterSheet(workbook.addWorksheet(register.zh), register)
  fillRulesSheet(workbook.addWorksheet(SHEET_OF_RULES), register)
  return workbook
}

/** Writes one template a register, `摸底花名册.xlsx` and so on, and answers with their paths. Files of these names are replaced. */
export async function writeTemplates(folder: string, registers: readonly Register[] = REGISTERS): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for (const register of registers) {
    const path = join(folder, `${register.zh}.xlsx`)
    await templateOf(register).xlsx.writeFile(`${path}.partial`)
    await rename(`${path}.partial`, path)
    paths.push(path)
  }
  return paths
}
