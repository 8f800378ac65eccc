import type { Message } from './message.ts'

/**
 * What became of a delivery.
 *
 * - `sent`: the other side has it
 * - `retry`: it certainly has it not, and may take it later (`after_ms`: not before)
 * - `failed`: it has it not and never will take it as things are
 * - `unknown`: it was handed over and nobody answered
 *
 * `reason` is for people, in Chinese, and holds no address, key or answer of the other side.
 */
export type Outcome =
  | { state: 'sent' }
  | { state: 'retry'; reason: string; after_ms?: number }
  | { state: 'failed'; reason: string }
  | { state: 'unknown'; reason: string }

/** A way to tell somebody something. */
export interface Channel {
  /** Whether the other side knows a message again by its id: then one whose outcome is unknown is sent again. */
  knows_again: boolean
  /** `to`: an address, for channels that have several; null for a group. Never throws. */
  send(message: Message, to: string | null): Promise<Outcome>
}

/** What channels work with, beside their own settings. */
export interface ChannelTools {
  fetch: typeof globalThis.fetch
  /** The real clock: the other sides refuse what was signed long ago. */
  now: () => Date
  /** Calls back after so many milliseconds; answers what stops it. */
  timer: (ms: number, onExpire: () => void) => () => void
}

/** How long a whole delivery may take. */
export const DELIVERY_MS = 15_000

/** Codes of what goes wrong before anything is handed over: no address, no connection, no trust. */
export const NOT_CONNECTED =
  /^(EDNS|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ETLS|UND_ERR_CONNECT_TIMEOUT|.*(CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_).*)$/
