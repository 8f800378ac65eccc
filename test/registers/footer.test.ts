import { describe, expect, it } from 'vitest'
import { headerIn } from '../../pipeline/reading/index.ts'
import { Cleaner } from '../../pipeline/registers/cleaner.ts'
import { isFooter } from '../../pipeline/registers/footer.ts'
import { REGISTERS } from '../../pipeline/registers/index.ts'
import { knownColumns, layoutOf } from '../../pipeline/registers/layout.ts'
import { schoolNames, villageNames } from '../../pipeline/registers/units.ts'

describe('isFooter', () => {
  it.each([
    ['合计'],
    ['合　计：61人'],
    ['合 计'],
    ['总计'],
    ['小计'],
    ['备注：无'],
    ['说明'],
    ['填表人：张某'],
    ['制表'],
    ['审核人'],
    ['单位负责人'],
  ])('knows %j', (text) => {
    expect(isFooter(['', text, '61'])).toBe(true)
  })

  it('looks at the first filled cell only', () => {
    expect(isFooter(['', '/', ' ', '合计'])).toBe(true)
    expect(isFooter(['1', '合计'])).toBe(false)
    expect(isFooter(['不合计'])).toBe(false)
    expect(isFooter([])).toBe(false)
  })

  it('is never said of a row with a valid id', () => {
    expect(isFooter(['备注', '990002200909022227'])).toBe(false)
    expect(isFooter(['备注', '990002200909022220'])).toBe(true)
  })
})

describe('a row of a register', () => {
  const census = REGISTERS.find((register) => register.code === 'census')
  if (!census) throw new Error('no census')
  const decode = (raw: string): string => raw
  const headers = ['身份证号', '姓名', '村', '学校', '留守类型', '留守开始日期']
  const layout = layoutOf(census, headerIn([{ number: 1, cells: headers }], { decode }, knownColumns(census)))
  const units = { villages: villageNames([]), schools: schoolNames([]) }
  const cleaner = new Cleaner(census, layout, { ...units, day: 20_000, decode, store: (_, value) => value })
  const outcomeOf = (...cells: string[]): string => cleaner.clean({ number: 2, cells }).outcome

  it('is skipped as a footer however its word is spaced, and behind cells that mean nothing', () => {
    expect(outcomeOf('合 计', '2')).toBe('footer')
    expect(outcomeOf('/', '填 表 人：张某')).toBe('footer')
  })

  it('is rejected, not skipped, where the word stands behind something', () => {
    expect(outcomeOf('张三', '合计')).toBe('rejected')
    expect(outcomeOf('', '', '甲')).toBe('rejected')
    expect(outcomeOf('', ' ', '')).toBe('blank')
  })
})
