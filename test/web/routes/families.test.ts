import { describe, expect, it } from 'vitest'
import { familiesOf } from '../../../web/routes/families.ts'
import { countyRows, DUTIES } from '../../support/fake-county.ts'

describe('familiesOf', () => {
  it('gives the four families in order, each duty in its own', () => {
    const families = familiesOf(DUTIES, countyRows())
    expect(families.map(({ family }) => family)).toEqual(['coverage', 'pairing', 'talk', 'escalation'])
    expect(families.map(({ lead, others }) => [lead, ...others].map(({ duty }) => duty.code))).toEqual([
      ['file', 'quarter_update'],
      ['pairing', 'key_pairing'],
      ['talk', 'three_ones'],
      ['notify_guardian', 'notify_parents', 'report_authority'],
    ])
  })

  it('keeps a duty that nothing is owed for, without a row', () => {
    const [coverage] = familiesOf(DUTIES, [])
    expect(coverage?.lead).toMatchObject({ duty: { code: 'file' }, row: null })
  })

  it('shows of the further families only what is owed', () => {
    const file = DUTIES[0] as (typeof DUTIES)[number]
    const further = ['enrolment', 'retention'].map((code) => ({ ...file, code, family: 'schooling' as const }))
    expect(familiesOf([...DUTIES, ...further], countyRows()).map(({ family }) => family)).not.toContain('schooling')
    const owed = countyRows().filter(({ duty }) => duty === 'file')
    const rows = owed.map((row) => ({ ...row, duty: 'retention' }))
    expect(familiesOf([...DUTIES, ...further], rows).at(-1)).toMatchObject({
      family: 'schooling',
      lead: { duty: { code: 'retention' } },
      others: [],
    })
  })

  it('leaves out a family that has no duty', () => {
    expect(familiesOf(DUTIES.slice(0, 1), []).map(({ family }) => family)).toEqual(['coverage'])
  })
})
