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

  it('leaves out a family that has no duty', () => {
    expect(familiesOf(DUTIES.slice(0, 1), []).map(({ family }) => family)).toEqual(['coverage'])
  })
})
