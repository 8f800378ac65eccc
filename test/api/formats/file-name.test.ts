import { describe, expect, it } from 'vitest'
import { attachment } from '../../../web/api/formats/file-name.ts'

describe('attachment', () => {
  it('names the file in ASCII for old clients and as it is for the others', () => {
    expect(attachment('青川县-汇总 (1).csv', 'summary-1.csv')).toBe(
      `attachment; filename="summary-1.csv"; filename*=UTF-8''%E9%9D%92%E5%B7%9D%E5%8E%BF-%E6%B1%87%E6%80%BB%20%281%29.csv`,
    )
  })

  it('lets nothing through that ends the header, a folder or a quote', () => {
    const header = attachment('a/b\\c"d\r\ne:f*.csv', 'a"b\r\n;c.csv')
    expect(header).toBe(`attachment; filename="a-b-c.csv"; filename*=UTF-8''a-b-c-d-e-f-.csv`)
  })
})
