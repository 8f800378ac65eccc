import type { Held } from './held.ts'
import type { Finding, Photo } from './worksheet.ts'

/** Why nothing more can be sent for now. `stopped`: the server says why in `detail`. */
export interface Halt {
  why: 'unreachable' | 'signed_out' | 'revoked' | 'stopped'
  detail: string
}

/** What the server says to one finding or photo: taken, refused for good, or not to be asked any further. */
export type Reply =
  | { kind: 'taken'; state: 'kept' | 'known' | 'conflict' }
  | { kind: 'refused'; detail: string }
  | ({ kind: 'halt' } & Halt)

/** The server, as the outbox needs it. */
export interface Station {
  tellFinding(finding: Finding): Promise<Reply>
  tellPhoto(photo: Photo): Promise<Reply>
}

/**
 * Sends what waits in the order in which it was put down, each photo after its finding. An answer that was lost changes
 * nothing here: the same is sent again under the same number, and the server says that it knows it. Answers why it had to
 * halt; null: nothing waits any more.
 */
export async function sendWaiting(held: Held, station: Station, moved: () => void = () => {}): Promise<Halt | null> {
  // Put down while it is being sent, a further one is sent as well.
  for (let at = 0; at < held.findings.length; at += 1) {
    const finding = held.findings[at]
    if (finding === undefined) break
    const halt = (await sendFinding(held, station, finding)) ?? (await sendPhotos(held, station, finding, moved))
    if (halt !== null) return halt
    moved()
  }
  return null
}

async function sendFinding(held: Held, station: Station, finding: Finding): Promise<Halt | null> {
  if (finding.state !== 'waiting') return null
  const reply = await station.tellFinding(finding)
  if (reply.kind === 'halt') return reply
  const news =
    reply.kind === 'refused'
      ? { state: 'refused' as const, reason: reply.detail }
      : { state: reply.state === 'conflict' ? ('conflict' as const) : ('kept' as const) }
  await held.change(finding.sequence, news)
  return null
}

async function sendPhotos(held: Held, station: Station, finding: Finding, moved: () => void): Promise<Halt | null> {
  const { sequence } = finding
  if (held.findings.find((each) => each.sequence === sequence)?.state === 'refused') return null
  for (const name of await held.photosOf(sequence)) {
    const photo = await held.photo(name)
    if (photo === null) continue
    const reply = await station.tellPhoto(photo)
    if (reply.kind === 'halt') return reply
    if (reply.kind === 'refused') {
      await held.change(sequence, { reason: reply.detail })
      continue
    }
    await held.dropPhoto(name)
    moved()
  }
  return null
}

/** How many findings wait to be sent. */
export const waitingIn = (held: Held): number => held.findings.filter(({ state }) => state === 'waiting').length
