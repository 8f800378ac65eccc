import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { isShouwangError } from '../../errors.ts'
import { whenWarehouseIsFree } from './busy-warehouse.ts'
import { Invocation, type CommandContext, type CommandSpec, type GlobalOptions } from './command.ts'

export const DEFAULT_CONFIG = 'data/county.yaml'
export const DEFAULT_DATA = 'data/warehouse'

/**
 * Runs a command line and answers its exit code; every error becomes one sentence on `err`. The same program runs in a
 * process of its own and inside the running server.
 */
export async function runProgram(
  argv: readonly string[],
  specs: readonly CommandSpec[],
  context: CommandContext,
  /** Called before a command that uses the warehouse; an answer is the exit code of what ran elsewhere. */
  elsewhere?: (spec: CommandSpec, globals: GlobalOptions) => Promise<number | undefined>,
): Promise<number> {
  let exit = 0
  const program = makeProgram(context)
  for (const spec of specs) {
    const command = withGlobals(program.command(spec.name).summary(spec.summary).description(spec.summary), context)
    spec.shape?.(command)
    command.action(async () => {
      const all: Record<string, unknown> = command.opts()
      const globals = all as unknown as GlobalOptions
      const invocation = new Invocation(context, globals, command.args, all)
      const run = async (): Promise<number> => {
        // Asked anew each time: a server that is just starting has the warehouse before it has its socket.
        const { usesWarehouse: uses } = spec
        const remote = (typeof uses === 'function' ? uses(command.args) : uses)
          ? await elsewhere?.(spec, globals)
          : undefined
        return remote ?? spec.run(invocation)
      }
      exit = await whenWarehouseIsFree(run, context.io, context.wait)
    })
  }
  try {
    await program.parseAsync([...argv], { from: 'user' })
    return exit
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1
    if (!isShouwangError(error)) throw error
    context.io.err(`${error.message}\n`)
    return 1
  }
}

function makeProgram(context: CommandContext): Command {
  const program = new Command('shouwang')
  program
    .description('守望：看清对留守儿童的每一项职责是否按时做到')
    .configureHelp({ sortSubcommands: false, subcommandTerm: (command) => command.name() })
    .showSuggestionAfterError(true)
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [命令]', '显示某个命令的帮助')
    .addHelpText('after', '\n每个命令的选项：shouwang 命令 --help')
  return quiet(program, context)
}

function withGlobals(command: Command, context: CommandContext): Command {
  command
    .option('--config <文件>', '县的配置文件', DEFAULT_CONFIG)
    .option('--data <目录>', '数据仓库所在目录', DEFAULT_DATA)
    .option('--now <时刻>', '使用的时钟，带时区的 ISO 8601，如 2026-09-10T02:00:00+08:00', parseNow)
    .option('--json', '输出 JSON，供程序读取')
    .helpOption('-h, --help', '显示帮助')
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
  return quiet(command, context)
}

function quiet(command: Command, { io }: CommandContext): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => io.out(text),
    writeErr: (text) => io.err(text),
    outputError: (text, write) => write(inChinese(text)),
  })
}

function parseNow(text: string): Date {
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)
  const instant = new Date(text)
  if (!isInstant || Number.isNaN(instant.getTime())) {
    throw new InvalidArgumentError('应为带时区的时刻，如 2026-09-10T02:00:00+08:00。')
  }
  return instant
}

/** Commander speaks English; its errors are few. */
function inChinese(text: string): string {
  return text
    .replace(/^error: /, '')
    .replace(/unknown command '(.+)'/, '没有命令“$1”。')
    .replace(/unknown option '(.+)'/, '没有选项“$1”。')
    .replace(/\(Did you mean (one of )?(.+)\?\)/s, '您是不是想用：$2')
    .replace(/missing required argument '(.+)'/, '缺少参数“$1”。')
    .replace(/required option '(.+)' not specified/, '缺少选项“$1”。')
    .replace(/option '(.+)' argument missing/, '选项“$1”后面缺少值。')
    .replace(
      /option '(.+)' argument '(.+)' is invalid\. Allowed choices are (.+)\./,
      '选项“$1”的值“$2”无效；可用：$3。',
    )
    .replace(/option '(.+)' argument '(.+)' is invalid\./, '选项“$1”的值“$2”无效。')
    .replace(
      /too many arguments( for '(.+)')?\. Expected (\d+) arguments? but got (\d+).*/s,
      '参数太多：应有 $3 个，给了 $4 个。\n',
    )
}
