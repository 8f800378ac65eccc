import type { FaultCode } from './registers/cells/cell.ts'

const ADVICE: Partial<Record<FaultCode, string>> = {
  id_old_format: '15 位旧号，请写 18 位号。',
  id_precision_lost: '末尾几位已丢失，请以文本传送 18 位号。',
  id_check_digit: '校验位不对，请核对每一位。',
}

/** What to do about an id number that cannot be; the number itself is never repeated. */
export const adviceOnId = (code: FaultCode | undefined): string =>
  (code && ADVICE[code]) ?? '应为 18 位，末位为数字或 X。'
