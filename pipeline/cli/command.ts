import { resolve } from 'node:path'
import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import { ShouwangError } from '../../errors.ts'
import type { WarehouseOptions } from '../../queries/warehouse.ts'
import type { Access } from '../../web/server/access.ts'
import { openApplication, type Application } from '../application.ts'
import { readConfig, type Config, type TownshipConfig } from '../config.ts'
import { openAccess } from './access.ts'
import type { Wait } from './busy-warehouse.ts'
import { engineOf } from './engine.ts'
import type { Io } from './io.ts'

/** What a command has to work with, in this process or in the running server. */
export interface CommandContext {
  io: Io
  env: Record<string, string | undefined>
  /** The process's own clock; `--now` stands before it. */
  clock: () => Date
  /** Milliseconds of the process's monotonic clock, which nobody sets. */
  ticks: () => number
  /** The application of the running server; undefined in a process of its own. */
  running?: Application
  /** Sign-in and accounts of the running server. */
  access?: Access
  /** Ends a server that waits (SIGTERM). */
  stopped: Promise<void>
  /** Waits for a moment; default a timer. */
  wait?: Wait
}

/** The options of every command (interfaces.md, Command line). */
export interface GlobalOptions {
  config: string
  data: string
  now?: Date
  json?: boolean
}

/** One command: its name, options and help, and what it does; answers the exit code. */
export interface CommandSpec {
  name: string
  summary: string
  /** Adds arguments and options to the command. */
  shape?(command: Command): Command
  /** Whether it (with these arguments) works on the warehouse, so that it goes through the running server where there is one. */
  usesWarehouse: boolean | ((args: readonly string[]) => boolean)
  run(invocation: Invocation): Promise<number>
}

/** A command as it was called. */
export class Invocation {
  readonly context: CommandContext
  readonly globals: GlobalOptions
  readonly args: readonly string[]
  readonly options: Record<string, unknown>

  constructor(
    context: CommandContext,
    globals: GlobalOptions,
    args: readonly string[],
    options: Record<string, unknown>,
  ) {
    this.context = context
    this.globals = globals
    this.args = args
    this.options = options
  }

  get io(): Io {
    return this.context.io
  }

  /** The clock to use: `--now` stands still. */
  get now(): () => Date {
    const { now } = this.globals
    return now ? () => now : this.context.clock
  }

  /** How this process opens the warehouse. */
  get engine(): WarehouseOptions {
    return engineOf(this.context.env, this.io.cwd)
  }

  /** A path of the caller's, made absolute. */
  path(text: string): string {
    return resolve(this.io.cwd, text)
  }

  config(): Config {
    return this.context.running?.config ?? readConfig(this.path(this.globals.config))
  }

  /** Works on the warehouse: the running server's, or one opened for this command and closed after it. */
  async withApplication<T>(work: (application: Application) => Promise<T>): Promise<T> {
    const { running } = this.context
    if (running) return work(running)
    const application = await this.open()
    try {
      return await work(application)
    } finally {
      await application.close()
    }
  }

  /** Works on accounts and the audit trail: the running server's, or those of a warehouse opened for this command. */
  async withAccess<T>(work: (access: Access, application: Application) => Promise<T>): Promise<T> {
    return this.withApplication(async (application) =>
      work(this.context.access ?? (await openAccess(application, this.context.clock)), application),
    )
  }

  /** Opens the warehouse for this process; whoever asks closes it. */
  open(): Promise<Application> {
    return openApplication({
      config: this.config(),
      data: this.path(this.globals.data),
      now: this.now,
      env: this.context.env,
      engine: this.engine,
      notice: (message) => this.io.err(`${message}\n`),
    })
  }

  /** Writes an answer for machines. */
  json(value: unknown): void {
    this.io.out(`${JSON.stringify(value, null, 2)}\n`)
  }
}

/** The townships that were named, or all of them. */
export function townshipsOf(config: Config, ids: readonly string[] | undefined): readonly TownshipConfig[] {
  if (!ids || ids.length === 0) return config.townships
  return ids.map((id) => {
    const township = config.townships.find((candidate) => candidate.id === id)
    if (township) return township
    const known = config.townships.map((candidate) => `${candidate.id} ${candidate.name}`).join('、')
    throw new ShouwangError('bad_parameter', `配置里没有编号为“${id}”的乡镇；有：${known}。`, { township: id })
  })
}

/** A whole number as an option. */
export function wholeNumber(name: string, least = 0): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isInteger(value) && value >= least) return value
    throw new InvalidArgumentError(`${name} 应为不小于 ${least} 的整数。`)
  }
}

/** An option with one or more values. Commander sees `...` only after a Latin letter. */
export function several(flags: string, description: string, values?: readonly string[]): Option {
  const option = new Option(flags, description)
  option.variadic = true
  return values ? option.choices([...values]) : option
}

/** An option with a list of allowed values. */
export const choice = (flags: string, description: string, values: readonly string[]): Option =>
  new Option(flags, description).choices([...values])
