import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { drawnLines, drawProgram } from '../../../web/routes/inspections/[id]/draw-program.ts'

it('repeats a draw by the program of docs/inspections.md, with the seed and the numbers of one inspection', async () => {
  const page = await readFile('docs/inspections.md', 'utf8')
  const [, documented = ''] = /```python\n([\s\S]*?)```/.exec(page) ?? []
  const withoutRemarks = documented.replace(/ +#.*$/gm, '')
  const program = drawProgram({ seed: 'ab12', random: { child: 2 }, risk: { child: 1, incident: 1 } })
  const drawn = [
    ['b', '2'],
    ['a', '9'],
    ['b', '10'],
  ].map(([stratum = '', subject = '']) => ({ stratum, subject }))
  expect(drawnLines(drawn)).toBe('a 9\nb 10 2')
  expect(program.startsWith(withoutRemarks)).toBe(true)
  expect(program).toContain('seed = "ab12"\nrandom, risk = {"child":2}, {"child":1,"incident":1}\n')
})
