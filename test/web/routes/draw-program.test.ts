import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { drawProgram } from '../../../web/routes/inspections/[id]/draw-program.ts'

it('repeats a draw by the program of docs/inspections.md, with the seed and the numbers of one inspection', async () => {
  const page = await readFile('docs/inspections.md', 'utf8')
  const [, documented = ''] = /```python\n([\s\S]*?)```/.exec(page) ?? []
  const withoutRemarks = documented.replace(/ +#.*$/gm, '')
  const program = drawProgram({ seed: 'ab12', random: { child: 2 }, risk: { child: 1, incident: 1 } })
  expect(program.startsWith(withoutRemarks)).toBe(true)
  expect(program).toContain('seed = "ab12"\nrandom, risk = {"child":2}, {"child":1,"incident":1}\n')
})
