import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import { DateTime } from 'luxon'
import { ShouwangError } from '../../../errors.ts'
import { TIMEZONE } from '../../generate/calendar.ts'
import { generate as generateCounty } from '../../generate/generate.ts'
import { REGISTERS } from '../../registers/index.ts'
import { wholeNumber, type CommandSpec, type Invocation } from '../command.ts'
import { tableText } from '../io.ts'

const CONFIG_NAME = 'county.yaml'

/** `shouwang generate`: a synthetic county, the same for the same options. */
export const generate: CommandSpec = {
  name: 'generate',
  summary: '生成一个虚构的县：配置和各乡镇的导出',
  usesWarehouse: false,
  shape: (command) =>
    command
      .requiredOption('--out <目录>', '写到这个目录（空目录，或以前生成的）')
      .option('--townships <个数>', '乡镇数', wholeNumber('--townships', 1), 12)
      .option('--children <人数>', '儿童数', wholeNumber('--children', 1), 6000)
      .option('--year <年份>', '哪一年，默认今年；未过完的年份写到今天为止', wholeNumber('--year', 2000))
      .option('--seed <整数>', '随机种子，同样的种子得到同样的县', wholeNumber('--seed'), 1)
      .option('--mess <比例>', '有多乱：0 为规范的表格，1 为最乱', share, 0.3),
  run,
}

async function run(invocation: Invocation): Promise<number> {
  const { io, options, globals } = invocation
  const out = invocation.path(options.out as string)
  await requireOwnFolder(out)
  const townships = options.townships as number
  const today = DateTime.fromJSDate(invocation.now(), { zone: TIMEZONE }).startOf('day')
  const year = (options.year as number | undefined) ?? today.year
  io.progress(0, townships, '')
  const made = await generateCounty({
    out,
    townships,
    children: options.children as number,
    year,
    seed: options.seed as number,
    mess: options.mess as number,
    // Exports of a year that is not over know nothing of the days to come.
    through: year === today.year ? today.toJSDate() : undefined,
    onTownship: (done, of) => io.progress(done, of, `${done} 个乡镇`),
  })
  io.progress(townships, townships, '')
  const { rows, rejected, skipped, configPath } = made
  if (globals.json) invocation.json({ config: configPath, year, townships, rows, rejected, skipped })
  else {
    const counts = REGISTERS.map(({ code, zh }) => [zh, rows[code] ?? 0])
    io.out(`${tableText(['台账', '行数'], counts)}\n另有会被退回的 ${rejected} 行、会被跳过的 ${skipped} 行。\n`)
    io.out(`配置：${configPath}\n取数：shouwang pull --config ${configPath} --data ${out}/warehouse\n`)
  }
  return 0
}

function share(text: string): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= 0 && value <= 1) return value
  throw new InvalidArgumentError('应为 0 到 1 的数。')
}

/** A folder of somebody else's is not to be mixed with made-up children; the config of a generated one is marked. */
async function requireOwnFolder(out: string): Promise<void> {
  const names = existsSync(out) ? await readdir(out) : []
  if (names.length === 0 || names.includes(CONFIG_NAME)) return
  throw new ShouwangError('conflict', `${out} 里已有别的东西（${names.slice(0, 3).join('、')}），请换一个空目录。`, {
    out,
  })
}
