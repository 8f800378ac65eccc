import { isUtf8 } from 'node:buffer'
import { unreadable } from '../refusal.ts'
import { bomLength } from '../text/bom.ts'
import { Gb18030Check } from '../text/gb18030.ts'

const ZIP_START = 'PK\x03\x04'
const OLE_START = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'
const SAVE_AGAIN = '请用 Excel 或 WPS 打开，另存为 XLSX 工作簿后重新导出。'
/** This much of a file tells whether it is text. */
const SAMPLE_BYTES = 64 * 1024

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

/**
 * Refuses what carries the name of an `.xlsx` and is something else (registers.md, Reading), each with its own sentence.
 * What is left begins as a ZIP archive.
 */
export function refuseNotXlsx(file: string, bytes: Buffer): void {
  const start = bytes.toString('latin1', 0, 8)
  if (start.startsWith(ZIP_START)) return
  if (isBlankText(bytes)) throw unreadable({ file }, 'empty', '是空的。请确认已导出数据，再重新导出。')
  if (start === OLE_START) {
    // a workbook with a password is wrapped into the container of the old format, under this name (MS-OFFCRYPTO 1.3)
    if (bytes.includes(utf16('EncryptedPackage'))) {
      throw unreadable(
        { file },
        'password',
        '设了打开密码，无法读取。请用 Excel 或 WPS 打开，取消密码后另存为 XLSX，再重新导出。',
      )
    }
    throw unreadable({ file }, 'old_xls', `其实是旧版 .xls 工作簿，只是扩展名为 .xlsx。${SAVE_AGAIN}`)
  }
  if (!isText(bytes)) throw unreadable({ file }, 'not_a_workbook', `不是 Excel 工作簿，或已损坏。${SAVE_AGAIN}`)
  if (/^\s*<(?:!doctype\s+html|html|head|body|meta|table|style|script|div|!--)/i.test(textStart(bytes))) {
    throw unreadable({ file }, 'html_as_xlsx', `其实是网页（HTML）表格，只是扩展名为 .xlsx。${SAVE_AGAIN}`)
  }
  if (/^\s*<\?xml/i.test(textStart(bytes))) {
    throw unreadable({ file }, 'not_a_workbook', `其实是 XML 文件，只是扩展名为 .xlsx。${SAVE_AGAIN}`)
  }
  throw unreadable(
    { file },
    'text_as_xlsx',
    `其实是文本（CSV）文件，只是扩展名为 .xlsx。${SAVE_AGAIN}如果内容无误，也可以把扩展名改为 .csv。`,
  )
}

/** The first characters, readable as far as they are ASCII, whatever the encoding. */
function textStart(bytes: Buffer): string {
  return bytes.toString('latin1', bomLength(bytes), 1024).replaceAll('\0', '')
}

function isBlankText(bytes: Buffer): boolean {
  return bytes.subarray(bomLength(bytes)).every((byte) => byte <= 0x20 && byte !== 0) || bytes.length === 0
}

function isText(bytes: Buffer): boolean {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return true
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  if (sample.includes(0)) return false
  // a sample may end inside a character
  return isUtf8(sample.subarray(0, lastWhole(sample))) || new Gb18030Check().push(sample)
}

function lastWhole(sample: Buffer): number {
  for (let back = 1; back <= 3 && back < sample.length; back++) {
    const byte = sample[sample.length - back] ?? 0
    if (byte >= 0xc0) return sample.length - back
    if (byte < 0x80) break
  }
  return sample.length
}
