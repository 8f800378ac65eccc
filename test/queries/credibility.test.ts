import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { signalCatalogue, signalCounts, signalRows, type SignalCount } from '../../queries/credibility.ts'
import { policySchema } from '../../pipeline/policy.ts'
import { validId } from '../support/ids.ts'
import { SmallCounty } from '../support/small-county.ts'
import { makeTempFolder, removeFolder } from '../support/temp-folder.ts'

const TOWNSHIPS = ['01', '02', '03', '04', '05', '06']
const AS_OF = '2026-12-15T12:00:00'
const CENSUS = '身份证号,姓名,村,学校,留守类型,留守开始日期'
const CONTACTS = '身份证号,方式,日期,记录人,记录人身份,内容'
const PERSON = { teacher: '班主任', other: '任课教师', carer: '帮扶人' } as const

/** The number of a township's child. */
const idOf = (township: string, child: number): string => validId('990001', '20160901', Number(township) * 20 + child)

interface Talk {
  child: number
  day: string
  by?: string
  role?: keyof typeof PERSON
  text?: string
}

describe('the credibility signals at their boundaries', () => {
  let folder = ''
  let county: SmallCounty
  let counts: SignalCount[] = []

  /** Writes a township's contacts anew and pulls it. */
  async function bring(township: string, at: string, talks: readonly Talk[]): Promise<void> {
    const lines = talks.map(({ child, day, by = '李老师', role = 'teacher', text = '' }) =>
      [idOf(township, child), '谈心', day, by, PERSON[role], text].join(','),
    )
    const instant = new Date(`${at}+08:00`)
    county.write(township, '谈心走访记录.csv', [CONTACTS, ...lines], instant)
    await county.pull(instant.toISOString(), { township })
  }

  const countOf = (signal: string, unit: string): [number, number] | null => {
    const found = counts.find((each) => each.signal === signal && each.unit_id === unit)
    return found === undefined ? null : [found.observed, found.n]
  }
  const daysOf = async (signal: string, unit: string): Promise<unknown[]> => {
    const query = { as_of: AS_OF, signal, units: [unit], limit: 100, offset: 0 }
    return (await signalRows(county.application.warehouse, query)).map((row) => row.happened_on)
  }

  beforeAll(async () => {
    folder = await makeTempFolder()
    const policy = { credibility: { most_talks_a_day: 3 } }
    county = await SmallCounty.open({ folder, townships: TOWNSHIPS, policy })
    for (const township of TOWNSHIPS) {
      const children = Array.from({ length: 9 }, (_, child) => child)
      county.write(township, '摸底花名册.csv', [
        CENSUS,
        ...(township === '06' ? [0] : children).map(
          (child) => `${idOf(township, child)},儿童,石桥村,中心小学,父母双方外出,2024-03-01`,
        ),
      ])
    }

    const first: Talk = { child: 0, day: '2026-02-10' }
    // The batch of 11 April lacks them: one is 30 days old by then, one 29, one 7, one 6.
    const late: Talk[] = ['2026-03-12', '2026-03-13', '2026-04-04', '2026-04-05'].map((day) => ({ child: 1, day }))
    await bring('01', '2026-03-01T12:00:00', [first])
    await bring('01', '2026-04-11T12:00:00', [first])
    await bring('01', '2026-06-24T00:30:00', [first, ...late])
    await bring('01', '2026-07-15T12:00:00', [first, ...late, { child: 2, day: '2026-06-01' }])

    const stood = [2, 3, 4, 5, 6, 7].map((child): Talk => ({ child, day: '2026-02-10' }))
    const [gone, mended, last, beyond, ...rest] = stood as [Talk, Talk, Talk, Talk, ...Talk[]]
    const corrected = { ...mended, day: '2026-02-11' }
    await bring('02', '2026-03-01T12:00:00', stood)
    await bring('02', '2026-04-11T12:00:00', [corrected, last, beyond, ...rest])
    await bring('02', '2026-04-30T12:00:00', [corrected, beyond, ...rest])
    await bring('02', '2026-05-01T12:00:00', [corrected, ...rest])
    // A day before the last week of the quarter.
    await bring('02', '2026-06-23T23:30:00', [corrected, ...rest, { child: 8, day: '2026-04-02' }])
    expect(gone.child).toBe(2)

    await bring('03', '2026-10-31T12:00:00', [
      ...[0, 1, 2, 3].map((child): Talk => ({ child, day: '2026-03-11', by: '王老师', role: 'other' })),
      ...[0, 1, 2].map((child): Talk => ({ child, day: '2026-03-12', by: '王老师', role: 'other' })),
      // A Sunday, a Saturday, a holiday on a Friday, a Sunday on which people work; a carer may come on a Sunday.
      ...['2026-03-08', '2026-03-14', '2026-05-01', '2026-09-20'].map((day): Talk => ({ child: 4, day })),
      { child: 5, day: '2026-03-08', by: '赵某', role: 'carer' },
    ])

    const texts = (by: string, words: readonly string[], children: number): Talk[] =>
      words.map((text, place) => ({
        child: place % children,
        day: `2026-03-${String(10 + place)}`,
        by,
        role: 'other',
        text,
      }))
    const same = (count: number): string[] => Array<string>(count).fill('一切正常')
    await bring('04', '2026-10-31T12:00:00', [
      ...texts('甲老师', [...same(5), '一', '二', '三'], 9),
      ...texts('乙老师', same(7), 9),
      ...texts('丙老师', [...same(5), '一', '二', '三'], 4),
    ])

    const classOf = (by: string, days: readonly string[]): Talk[] => days.map((day, child) => ({ child, day, by }))
    await bring('05', '2026-10-31T12:00:00', [
      ...classOf('甲老师', Array<string>(5).fill('2026-03-11')),
      ...classOf('乙老师', [...Array<string>(4).fill('2026-03-11'), '2026-03-12']),
      ...classOf('丙老师', Array<string>(4).fill('2026-03-11')),
    ])

    await bring(
      '06',
      '2026-10-31T12:00:00',
      ['2026-03-11', '2026-04-08', '2026-05-06', '2026-06-10'].map((day) => ({ child: 0, day })),
    )
    counts = await signalCounts(county.application.warehouse, AS_OF)
  }, 120_000)
  afterAll(async () => {
    await county.application.close()
    await removeFolder(folder)
  })

  it('takes for late what a batch lacked 30 days after its day, and not after 29; the first batch tells nothing', async () => {
    expect(countOf('late_seen', '01')).toEqual([1, 5])
    expect(await daysOf('late_seen', '01')).toEqual(['2026-03-12'])
    expect(countOf('late_seen', '03')).toBeNull()
  })

  it('takes for rushed what a batch lacked for 7 days and one of the last 7 of the quarter shows', async () => {
    expect(countOf('rush', '01')).toEqual([3, 5])
    expect(await daysOf('rush', '01')).toEqual(['2026-04-04', '2026-03-13', '2026-03-12'])
    // Seen on 23 June.
    expect(countOf('rush', '02')?.[0]).toBe(0)
  })

  it('takes for removed what stood at a quarter’s end and went within 30 days, but not a corrected day', async () => {
    expect(countOf('removed', '02')).toEqual([2, 8])
    expect(await daysOf('removed', '02')).toEqual(['2026-02-10', '2026-02-10'])
  })

  it('counts of a person’s day what is beyond the policy’s most', () => {
    expect(countOf('one_day', '03')).toEqual([1, 12])
  })

  it('counts a class teacher’s Sundays and holidays, but no Saturday and no Sunday of work', async () => {
    expect(countOf('days_off', '03')).toEqual([2, 4])
    expect(await daysOf('days_off', '03')).toEqual(['2026-05-01', '2026-03-08'])
  })

  it('counts one text for five children of a person who wrote eight', () => {
    expect(countOf('same_text', '04')).toEqual([5, 16])
  })

  it('counts a class of five with one date in a month', () => {
    expect(countOf('class_dates', '05')).toEqual([1, 2])
    expect(countOf('class_dates', '05/中心小学')).toEqual([1, 2])
  })

  it('counts the months that are over for perfect figures', () => {
    expect(countOf('perfect', '06')).toEqual([4, 7])
  })

  it('knows of an earlier instant what was known then', async () => {
    const before = await signalCounts(county.application.warehouse, '2026-06-20T12:00:00')
    expect(before.filter(({ signal, unit_id }) => signal === 'late_seen' && unit_id === '01')).toEqual([])
    const gone = before.find(({ signal, unit_id }) => signal === 'removed' && unit_id === '02')
    expect([gone?.observed, gone?.n]).toEqual([2, 6])
  })

  it('has a catalogue in order', () => {
    expect(signalCatalogue().map(({ code }) => code)).toEqual([
      ...['late_seen', 'one_day', 'days_off', 'same_text', 'class_dates', 'perfect', 'rush', 'removed'],
    ])
    for (const { sentence, sentence_en, spread, false_alarms } of signalCatalogue()) {
      expect([sentence, sentence_en].every((text) => text.length > 10)).toBe(true)
      expect(spread).toBeGreaterThan(0)
      expect(false_alarms.units).toBeGreaterThanOrEqual(1000)
      expect(false_alarms.flagged / false_alarms.units).toBeLessThan(0.01)
    }
  })
})

describe('the days off of the policy', () => {
  const isGood = (holidays: string[]): boolean => policySchema.safeParse({ holidays }).success

  it('are days, or spans in their order', () => {
    expect(isGood(['2027-01-01', '2027-02-05/2027-02-12', '2028-02-29'])).toBe(true)
    for (const wrong of ['2027-02-30', '2027-2-5', '2027-02-12/2027-02-05', '2027-01-01/2027-01-02/2027-01-03', '元旦'])
      expect([wrong, isGood([wrong])]).toEqual([wrong, false])
  })
})
