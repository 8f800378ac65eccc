import { pino, type Logger } from 'pino'
import { isShouwangError } from '../../errors.ts'

export type Log = Logger

export interface LogOptions {
  write: (text: string) => void
  /** A terminal gets what went wrong, in short lines for people; a journal gets all. */
  is_terminal: boolean
  clock: () => Date
}

/**
 * The log of the serving process: JSON lines with time, level, message and facts. No line holds a query string, a name or
 * an id number; what looks like a number of a person in an error is blanked, and of an error that is not ours every
 * Chinese word too: the engine quotes cells.
 */
export function createLog({ write, is_terminal, clock }: LogOptions): Log {
  return pino(
    {
      base: null,
      level: is_terminal ? 'warn' : 'debug',
      timestamp: () => `,"time":"${clock().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
    },
    { write: is_terminal ? (line: string) => write(forPeople(line)) : write },
  )
}

/** An id number, and a telephone however its digits are parted. */
const NUMBER = /\d(?:[ -]?\d){6,}[Xx]?/g
const blank = (text: string): string => text.replace(NUMBER, '…')
const blankAll = (text: string): string => blank(text).replace(/\p{Script=Han}[\p{Script=Han}·\s]*/gu, '…')

/** An error for the log: of ours the code and the sentence, of any other where it came from. */
function describeError(error: unknown): object {
  if (isShouwangError(error)) return { code: error.code, message: blank(error.message) }
  if (!(error instanceof Error)) return { message: blankAll(String(error)) }
  return { type: error.name, message: blankAll(error.message), stack: blankAll(error.stack ?? '') }
}

const ORDINARY = new Set(['level', 'time', 'msg'])

function forPeople(line: string): string {
  const facts = JSON.parse(line) as Record<string, unknown>
  const rest = Object.entries(facts).filter(([name]) => !ORDINARY.has(name))
  return `${String(facts.msg)}${rest.map(([name, value]) => ` ${name}=${textOf(value)}`).join('')}\n`
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
