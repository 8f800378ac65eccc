import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { readXlsx } from 'hucre/xlsx'
import { readFile } from 'node:fs/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { allowedValues, keyRule, requirementOf, whatToFill } from '../../pipeline/template/instructions.ts'
import { writeTemplates } from '../../pipeline/template/write-templates.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const fieldOf = (register: string, name: string) => {
  const found = REGISTERS.find(({ code }) => code === register)
  return { register: found!, field: found!.fields.find((field) => field.name === name)! }
}

describe('writeTemplates', () => {
  let folder: string
  beforeAll(async () => {
    folder = await makeTempFolder()
    await writeTemplates(folder)
    return () => removeFolder(folder)
  })

  it('writes one workbook a register, named after it', async () => {
    expect((await readdir(folder)).sort()).toEqual(REGISTERS.map(({ zh }) => `${zh}.xlsx`).sort())
  })

  describe.each(REGISTERS)('$zh', (register) => {
    const read = async () => {
      const workbook = new ExcelJS.Workbook()
      await workbook.xlsx.readFile(join(folder, `${register.zh}.xlsx`))
      return workbook
    }

    it('has the header alone, with a star on what is required', async () => {
      const { sheets } = await readXlsx(await readFile(join(folder, `${register.zh}.xlsx`)))
      expect(sheets.map(({ name }) => name)).toEqual([register.zh, '填表说明'])
      const headers = register.fields.map((field) => field.headers[0] + (field.required === 'value' ? '*' : ''))
      expect(sheets[0]?.rows).toEqual([headers])
    })

    it('lets no other name of a register stand on its second sheet', async () => {
      const names = REGISTERS.flatMap(({ zh, code, aliases }) => [zh, code, ...aliases])
      expect(names.some((name) => '填表说明'.includes(name))).toBe(false)
    })

    it('keeps numbers and texts as texts and dates as dates, also in cells not yet filled', async () => {
      const sheet = (await read()).getWorksheet(register.zh)!
      const formats = { id: '@', text: '@', phone: '@', date: 'yyyy-mm-dd', datetime: 'yyyy-mm-dd hh:mm' }
      for (const [place, field] of register.fields.entries()) {
        const expected = formats[field.type as keyof typeof formats]
        expect(sheet.getColumn(place + 1).numFmt, field.name).toBe(expected)
        expect(sheet.getColumn(place + 1).width).toBeGreaterThanOrEqual(10)
      }
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    })

    it('offers every allowed value in a list, and says at each header what to fill', async () => {
      const sheet = (await read()).getWorksheet(register.zh)!
      for (const [place, field] of register.fields.entries()) {
        const validation = sheet.getCell(500, place + 1).dataValidation
        const values = allowedValues(field)
        if (values !== null) expect(validation).toMatchObject({ type: 'list', formulae: [`"${values.join(',')}"`] })
        else if (field.type === 'id') expect(validation).toMatchObject({ type: 'textLength', formulae: [18] })
        else expect(validation).toBeUndefined()
        const note = JSON.stringify(sheet.getCell(1, place + 1).note)
        expect(note).toContain(requirementOf(field))
      }
    })

    it('explains every column on the second sheet', async () => {
      const sheet = (await read()).getWorksheet('填表说明')!
      const rows: string[][] = []
      sheet.eachRow((row) => rows.push((row.values as unknown[]).slice(1).map(String)))
      for (const field of register.fields) {
        const row = rows.find(([name]) => name === field.headers[0])
        expect(row?.slice(1, 3)).toEqual([requirementOf(field), whatToFill(register, field)])
      }
      const text = rows.flat().join('\n')
      expect(text).toContain('文本格式')
      expect(text).toContain('不要合并单元格')
      expect(text).toContain(keyRule(register))
    })
  })
})

describe('the instructions', () => {
  it('list the first spelling of each value', () => {
    expect(allowedValues(fieldOf('census', 'situation').field)).toEqual([
      '父母双方外出',
      '一方外出另一方无监护能力',
      '一方外出',
    ])
    expect(allowedValues(fieldOf('census', 'care_level').field)).toEqual(['1', '2', '3', '4'])
    expect(allowedValues(fieldOf('files', 'immunised').field)).toEqual(['是', '否'])
    expect(allowedValues(fieldOf('census', 'name').field)).toBeNull()
  })

  it('fit a list into the 255 characters that a workbook allows', () => {
    for (const field of REGISTERS.flatMap(({ fields }) => fields)) {
      expect((allowedValues(field) ?? []).join(',').length).toBeLessThan(250)
    }
  })

  it('say what a column needs', () => {
    const to = fieldOf('census', 'left_behind_to')
    expect(whatToFill(to.register, to.field)).toBe('日期；不早于留守开始日期；仍在留守的留空')
    expect(requirementOf(fieldOf('census', 'village').field)).toBe('列必须保留，可以空着')
    expect(keyRule(fieldOf('contacts', 'kind').register)).toBe(
      '身份证号、方式、日期、记录人相同的是同一条记录，只能有一行。',
    )
  })
})
