import { expect, it } from 'vitest'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { registersPage } from './registers-page.ts'

it('docs/registers.md says what the declarations say', async () => {
  await expect(registersPage(REGISTERS)).toMatchFileSnapshot('../../docs/registers.md')
})
