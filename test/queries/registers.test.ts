import { describe, expect, it } from 'vitest'
import { columnsOf } from '../../pipeline/loading/staged-columns.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { registerTables } from '../../queries/registers.ts'
import { Warehouse } from '../../queries/warehouse.ts'

describe('the tables of the registers', () => {
  it('are those of the declarations, in their order and with their keys', () => {
    const declared = REGISTERS.map(({ code, key }) => ({ code, key: [...key] }))
    expect(registerTables().map(({ code, key }) => ({ code, key: [...key] }))).toEqual(declared)
  })

  it('have a column for each field, and know which are identities', async () => {
    const warehouse = await Warehouse.open(':memory:')
    for (const register of REGISTERS) {
      const rows = await warehouse.query('changes/columns', { table_name: `${register.code}_rows` })
      expect(rows.map((row) => row.column_name).sort(), register.code).toEqual(columnsOf(register).sort())
      const identities = register.fields.filter(({ identity }) => identity).map(({ name }) => name)
      const table = registerTables().find(({ code }) => code === register.code)
      expect(table?.columns.filter((column) => column.is_identity).map(({ name }) => name)).toEqual(identities)
      expect(register.fields.map(({ name }) => name)).toContain(table?.event)
    }
    await warehouse.close()
  })
})
