import type { CommandContext } from '../../pipeline/cli/command.ts'
import { COMMANDS } from '../../pipeline/cli/commands.ts'
import type { Io } from '../../pipeline/cli/io.ts'
import { runProgram } from '../../pipeline/cli/program.ts'

/** Streams of a command that keep what was written. */
export class FakeIo implements Io {
  readonly bytes: Uint8Array[] = []
  readonly messages: string[] = []
  readonly steps: [number, number, string][] = []
  readonly cwd: string
  isTerminal = false
  typed = ''
  /** Called with each text on standard output. */
  onOut: (text: string) => void = () => undefined

  constructor(cwd: string) {
    this.cwd = cwd
  }

  out(text: string | Uint8Array): void {
    this.bytes.push(Buffer.from(text))
    this.onOut(text.toString())
  }

  err(text: string): void {
    this.messages.push(text)
  }

  progress(done: number, total: number, text: string): void {
    this.steps.push([done, total, text])
  }

  async input(): Promise<string> {
    return this.typed
  }

  get text(): string {
    return Buffer.concat(this.bytes).toString('utf8')
  }

  /** What standard output holds, for a test to look into. */
  get json(): ReturnType<typeof JSON.parse> {
    return JSON.parse(this.text)
  }

  get said(): string {
    return this.messages.join('')
  }
}

export interface RunOptions extends Partial<CommandContext> {
  cwd: string
  elsewhere?: Parameters<typeof runProgram>[3]
}

/** Runs a command line in this process. */
export async function run(
  argv: readonly string[],
  { cwd, elsewhere, ...context }: RunOptions,
): Promise<FakeIo & { exit: number }> {
  const io = new FakeIo(cwd)
  const whole: CommandContext = {
    io,
    env: {},
    clock: () => new Date('2026-11-24T14:30:00+08:00'),
    ticks: () => 0,
    stopped: new Promise(() => undefined),
    ...context,
  }
  const exit = await runProgram(argv, COMMANDS, whole, elsewhere)
  return Object.assign(io, { exit })
}
