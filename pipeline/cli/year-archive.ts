import { readFile } from 'node:fs/promises'
import { ShouwangError } from '../../errors.ts'
import type { Verification } from '../evaluation/archive/check-bytes.ts'
import { verifyArchive } from '../evaluation/archive/verify-archive.ts'
import type { DraftQuery } from '../evaluation/draft.ts'
import { exportArchive } from '../evaluation/export.ts'
import type { Invocation } from './command.ts'
import { writeNew } from './write-file.ts'
import { COMMAND_LINE } from './commands/user.ts'

/** `shouwang evaluate export`: a year's archive into a new file. */
export async function exportYear(invocation: Invocation, queryOf: (timezone: string) => DraftQuery): Promise<number> {
  const { out } = invocation.options
  if (typeof out !== 'string') throw new ShouwangError('bad_parameter', 'evaluate export 需要 --out <文件>。')
  const file = invocation.path(out)
  const { bytes, ...exported } = await invocation.withAccess(async (access, application) => {
    const made = await exportArchive(application, queryOf(application.config.county.timezone))
    await writeNew(file, made.bytes)
    const { year, state, digest, fingerprint } = made
    const detail = JSON.stringify({ archive: year, state, digest, fingerprint })
    await access.audit.record(COMMAND_LINE, { action: 'export', detail })
    return made
  })
  if (invocation.globals.json) invocation.json({ file, bytes: bytes.length, ...exported })
  else {
    const what = exported.state === 'frozen' ? '冻结时的归档' : '试算的归档，还没有冻结'
    invocation.io.out(
      `已写到 ${file}（${Math.ceil(bytes.length / 1024)} KiB）：${exported.year} 年考核${what}。\n` +
        `结果的摘要：${exported.digest}\n县密钥的指纹：${exported.fingerprint}\n` +
        '请另行公布指纹：复核的人凭它知道归档是本县签的。\n',
    )
  }
  return 0
}

/** `shouwang evaluate verify`: an archive recomputed from itself alone; 2 where anything does not hold. */
export async function verifyFile(invocation: Invocation, name: string | undefined): Promise<number> {
  if (name === undefined) throw new ShouwangError('bad_parameter', 'evaluate verify 需要归档文件的名字。')
  const file = invocation.path(name)
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new ShouwangError('not_found', `读不到文件 ${file}。`, { file }, { cause })
  })
  const verification = await verifyArchive(bytes, { fingerprint: demandedOf(invocation.options.fingerprint) })
  const { faults } = verification
  if (invocation.globals.json) invocation.json({ file, is_verified: faults.length === 0, ...verification })
  else if (faults.length === 0) invocation.io.out(verifiedText(verification))
  else {
    for (const { message } of faults) invocation.io.err(`${message}\n`)
    invocation.io.err(`${file} 不可信：有 ${faults.length} 处不符。\n`)
  }
  return faults.length === 0 ? 0 : 2
}

/** A fingerprint as a person copies it: in groups, in either case. */
function demandedOf(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined
  const hex = text.replace(/[\s:]/g, '').toLowerCase()
  if (/^[0-9a-f]{64}$/.test(hex)) return hex
  throw new ShouwangError('bad_parameter', `--fingerprint 应为 64 位十六进制的指纹，收到的是“${text}”。`, {
    value: text,
  })
}

function verifiedText({ manifest, fingerprint, is_demanded_key, other_statements }: Verification): string {
  if (manifest === null) return ''
  const { county, year, as_of, known_at, frozen, program } = manifest
  const minute = (local: string): string => local.slice(0, 16).replace('T', ' ')
  const state =
    frozen === null
      ? '试算的归档，还没有冻结'
      : `${frozen.proposed.by} 于 ${minute(frozen.proposed.at)} 提出，${frozen.confirmed.by} 于 ${minute(frozen.confirmed.at)} 确认冻结`
  const whose =
    is_demanded_key === true
      ? '与要求的指纹一致。'
      : '没有给 --fingerprint：这里只说明归档自签名以来没有改动过。是不是这个县签的，请把指纹与县里公布的核对。'
  return [
    `复核通过：县 ${county}，${year} 年考核（${state}）。`,
    `职责按 ${minute(as_of)} 判断，截至 ${minute(known_at)} 知道的都算；由程序 ${program} 版写出。`,
    '每个字节都与清单和签名相符；按归档里的数据、语句、方案和种子重新计算，结果到最后一位都相同。',
    ...(other_statements.length === 0
      ? []
      : [`本程序的语句与归档里的不同：${other_statements.join('、')}；复算用的是归档里的。`]),
    `签名密钥的指纹：${fingerprint ?? ''}`,
    whose,
    '',
  ].join('\n')
}
