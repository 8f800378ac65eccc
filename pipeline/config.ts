import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { validate as isCron } from 'node-cron'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { ShouwangError } from '../errors.ts'
import { schemeSchema, unfitting } from '../evaluation/scheme.ts'
import { hasFixedOffset } from '../queries/instants.ts'
import { faultsOf, pathText } from './faults.ts'
import { noticesConfigSchema } from './notices/config.ts'
import { policySchema } from './policy.ts'
import { withProfile } from './profiles.ts'
import { REGISTERS } from './registers/index.ts'
import { sourceConfigSchema } from './sources/index.ts'
import { targetsOf } from './targets.ts'

const name = z.string().trim().min(1, '不能为空').max(60)

const synonymsSchema = z
  .record(z.string(), z.record(z.string(), z.array(name).min(1)))
  .default({})
  .superRefine((synonyms, context) => {
    for (const [register, fields] of Object.entries(synonyms)) {
      const known = REGISTERS.find((candidate) => candidate.code === register)
      if (!known) {
        context.addIssue({
          code: 'custom',
          path: [register],
          message: `没有这个台账；可用：${REGISTERS.map((r) => r.code).join('、')}`,
        })
        continue
      }
      for (const field of Object.keys(fields)) {
        if (known.fields.some((candidate) => candidate.name === field)) continue
        const names = known.fields.map((candidate) => candidate.name).join('、')
        context.addIssue({
          code: 'custom',
          path: [register, field],
          message: `《${known.zh}》没有这个字段；可用：${names}`,
        })
      }
    }
  })

const uniqueNames = z.array(name).superRefine((names, context) => {
  for (const [index, item] of names.entries()) {
    if (names.indexOf(item) !== index) context.addIssue({ code: 'custom', path: [index], message: `“${item}”重复` })
  }
})

const townshipSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, '应为 1–20 位字母、数字、- 或 _（数字编号请加引号，如 "01"）'),
  name,
  villages: uniqueNames.default([]),
  schools: uniqueNames.default([]),
  source: sourceConfigSchema,
  schedule: z
    .string()
    .refine((text) => isCron(text), '应为五段 cron 表达式，如 "0 */2 * * *"')
    .default('0 */2 * * *'),
  synonyms: synonymsSchema,
  /** The environment variable with the bearer token of its own system (docs/operating.md, Live incidents). */
  intake_token_env: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, '应为环境变量的名称，如 TOWNSHIP_01_INTAKE_TOKEN（不是口令本身）')
    .optional(),
})

const countySchema = z.strictObject({
  code: z.string().regex(/^\d{6}$/, '应为六位行政区划代码（加引号），如 "990001"'),
  name,
  timezone: z
    .string()
    .default('Asia/Shanghai')
    .refine((zone) => hasFixedOffset(zone, 2026), '应为没有夏令时的时区，如 Asia/Shanghai'),
})

export const configSchema = z
  .strictObject({
    county: countySchema,
    townships: z.array(townshipSchema).min(1, '至少一个乡镇'),
    synonyms: synonymsSchema,
    policy: z.preprocess(withProfile, policySchema.prefault({})),
    notices: noticesConfigSchema.prefault({}),
    evaluation: schemeSchema.prefault({}),
  })
  .superRefine((config, context) => {
    const report = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    for (const [index, township] of config.townships.entries()) {
      const { id } = township
      if (config.townships.findIndex((other) => other.id === id) !== index)
        report(['townships', index, 'id'], `编号“${id}”重复`)
      if (id === config.county.code) report(['townships', index, 'id'], '不能与县的代码相同')
      const shared = township.villages.find((village) => township.schools.includes(village))
      if (shared) report(['townships', index, 'schools'], `“${shared}”既是村又是学校；同一乡镇内名称不能相同`)
    }
    for (const [index, channel] of config.notices.channels.entries()) {
      if (channel.kind === 'smtp') continue
      for (const [place, unit] of channel.units.entries())
        if (!isUnit(unit, config.townships)) report(['notices', 'channels', index, 'units', place], UNKNOWN_UNIT)
    }
    const duties = targetsOf(config.policy)
    const townships = config.townships.map(({ id }) => id)
    for (const { path, message } of unfitting(config.evaluation, { duties, townships }))
      report(['evaluation', ...path], message)
    for (const code of Object.keys(config.policy.targets)) {
      if (!duties.has(code)) report(['policy', 'targets', code], `没有这项职责；可用：${[...duties.keys()].join('、')}`)
    }
  })

const UNKNOWN_UNIT = '没有这个单位；乡镇写编号，如 "01"，村和学校如 "01/青石中心小学"'

/** Whether a township, or a village or school in one, has this unit id. */
function isUnit(unit: string, townships: readonly { id: string; villages: string[]; schools: string[] }[]): boolean {
  const [id, place] = unit.split('/')
  const township = townships.find((each) => each.id === id)
  if (township === undefined) return false
  return place === undefined || [...township.villages, ...township.schools].includes(place)
}

export type Config = z.infer<typeof configSchema> & {
  /** The folder that relative paths of the config start from. */
  folder: string
  file: string
}
export type TownshipConfig = Config['townships'][number]

/** Reads and checks a county's config. A wrong one throws `config_invalid` with every fault: path, found, expected. */
export function readConfig(file: string): Config {
  const path = resolve(file)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new ShouwangError(
      'config_invalid',
      `读不到配置文件 ${file}。请用 --config 指定，或运行 shouwang generate 生成一个示例。`,
      { file },
      { cause },
    )
  }
  return parseConfig(text, path)
}

/** The same from text; `file` is where relative paths start from. */
export function parseConfig(text: string, file: string): Config {
  const document = parseDocument(text, { prettyErrors: true })
  if (document.errors.length > 0) {
    const faults = document.errors.map((error) => error.message.split('\n')[0] ?? '')
    throw new ShouwangError(
      'config_invalid',
      `配置文件 ${file} 不是有效的 YAML：\n${faults.map((item) => `  - ${item}`).join('\n')}`,
      { file, faults },
    )
  }
  const value: unknown = document.toJS()
  const parsed = configSchema.safeParse(value)
  if (parsed.success) return { ...parsed.data, folder: dirname(file), file }
  const faults = faultsOf(parsed.error, value).map(({ path, found, message }) => ({
    path: pathText(path),
    found,
    message,
  }))
  const list = faults.map(
    (item) => `  - ${item.path}：${item.message}${item.found === undefined ? '' : `（现为 ${item.found}）`}`,
  )
  throw new ShouwangError('config_invalid', `配置文件 ${file} 有 ${faults.length} 处错误：\n${list.join('\n')}`, {
    file,
    faults,
  })
}
