import type { Label } from './held.ts'
import type { Reply, Station } from './outbox.ts'
import type { Duty, Result, Taken } from './worksheet.ts'

/** An inspection that somebody can take along. */
export interface Choice {
  inspection_id: string
  title: string
  starts_on: string
  ends_on: string
}

/** Everything that was told of a claim, the earliest first. */
export interface Telling {
  finding_id: string
  result: Result
  stands: boolean
  is_conflict: boolean
  found_at: string | null
  found_by: string
  settled_at: string | null
  note: string | null
}

/** An answer of the server; status 0: none came. */
interface Answer<Body> {
  status: number
  body: Body | null
  detail: string
  data: Record<string, unknown>
}

const PATIENCE_MS = 30_000

async function ask<Body>(path: string, sent?: unknown): Promise<Answer<Body>> {
  try {
    const response = await fetch(`/api${path}`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(sent === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(sent), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    const body = (text.startsWith('{') ? JSON.parse(text) : null) as (Body & Partial<Answer<Body>>) | null
    return { status: response.status, body, detail: body?.detail ?? '', data: body?.data ?? {} }
  } catch {
    // No signal, or an answer that ended half way.
    return { status: 0, body: null, detail: '', data: {} }
  }
}

const isFine = ({ status }: Answer<unknown>): boolean => status >= 200 && status < 300
/** Nobody is there, or what stands between says so. */
const isAway = ({ status }: Answer<unknown>): boolean => status === 0 || status >= 502

type Refusal = 'unreachable' | 'signed_out' | 'refused'
const refusalOf = (answer: Answer<unknown>): Refusal =>
  isAway(answer) ? 'unreachable' : answer.status === 401 ? 'signed_out' : 'refused'

/** What was asked for, or why it did not come. */
export type Got<T> = { got: T } | { got: null; why: Refusal; detail: string }

const gotOf = <Body, T>(answer: Answer<Body>, pick: (body: Body) => T): Got<T> =>
  isFine(answer) && answer.body !== null
    ? { got: pick(answer.body) }
    : { got: null, why: refusalOf(answer), detail: answer.detail }

/** The inspections whose worksheet the viewer can take along. */
export async function choices(): Promise<Got<Choice[]>> {
  type Row = Choice & { step: string; may_inspect: boolean }
  const answer = await ask<{ rows: Row[] }>('/inspections')
  return gotOf(answer, ({ rows }) =>
    rows.filter(({ step, may_inspect }) => may_inspect && (step === 'drawn' || step === 'revealed')),
  )
}

/** Registers this device and takes the worksheet, with the names of the duties. */
export async function takeAlong(
  inspection_id: string,
  { name, password }: { name: string; password: string },
): Promise<Got<Taken & { duties: Duty[] }>> {
  const duties = await ask<{ duties: Duty[] }>('/duties')
  if (!isFine(duties)) return { got: null, why: refusalOf(duties), detail: duties.detail }
  const answer = await ask<Taken>(`/inspections/${inspection_id}/devices`, { name, password })
  const named = (duties.body?.duties ?? []).map(({ code, zh, en, family, sentence, sentence_en }) => ({
    code,
    zh,
    en,
    family,
    sentence,
    sentence_en,
  }))
  return gotOf(answer, (taken) => ({ ...taken, duties: named }))
}

/** Whether the server says that this device was stopped; asked without its token, which is sealed. */
export async function isRevoked({ inspection_id, device_id }: Label): Promise<boolean> {
  type Row = { device_id: string; revoked_at: string | null }
  const { body } = await ask<{ devices: Row[] }>(`/inspections/${inspection_id}`)
  return body?.devices?.some((device) => device.device_id === device_id && device.revoked_at !== null) ?? false
}

/** Stops this device: it holds nothing any more. */
export async function handBack({ inspection_id, device_id }: Label): Promise<Got<true>> {
  const answer = await ask<object>(`/inspections/${inspection_id}/devices/${device_id}/revoke`, {})
  return isFine(answer) || answer.status === 404
    ? { got: true }
    : { got: null, why: refusalOf(answer), detail: answer.detail }
}

/** What everybody told of a claim. */
export async function tellings(inspection_id: string, claim_id: number): Promise<Got<Telling[]>> {
  return gotOf(await ask<{ rows: Telling[] }>(`/inspections/${inspection_id}/claims/${claim_id}`), ({ rows }) => rows)
}

/** Chooses which of several findings stands; the others stay in the record. */
export async function settle(inspection_id: string, finding_id: string): Promise<Got<true>> {
  const answer = await ask<object>(`/inspections/${inspection_id}/settle`, { finding_id })
  return isFine(answer) ? { got: true } : { got: null, why: refusalOf(answer), detail: answer.detail }
}

/** The server for the outbox of a device. */
export function stationOf({ device_id, token, worksheet: { inspection_id } }: Taken): Station {
  const device = { device_id, token }
  const path = `/inspections/${inspection_id}`
  return {
    async tellFinding({ finding_id, claim_id, after, result, note, found_at, sequence, place }) {
      const finding = { finding_id, claim_id, after, result, note, found_at, sequence, ...(place && { place }) }
      type Body = { results: { state: 'kept' | 'known' | 'conflict' }[] }
      const answer = await ask<Body>(`${path}/findings`, { device, findings: [finding] })
      return replyOf(answer, answer.body?.results?.[0]?.state)
    },
    async tellPhoto(photo) {
      const answer = await ask<{ state: 'kept' | 'known' }>(`${path}/photos`, { device, ...photo })
      return replyOf(answer, answer.body?.state)
    },
  }
}

function replyOf(answer: Answer<unknown>, state: 'kept' | 'known' | 'conflict' | undefined): Reply {
  const { status, detail, data } = answer
  if (isFine(answer) && state !== undefined) return { kind: 'taken', state }
  // Sent again it would be refused again; the rest of the line goes on.
  if (status === 400 || status === 413) return { kind: 'refused', detail }
  if (status === 403 && data.device === 'revoked') return { kind: 'halt', why: 'revoked', detail }
  if (status === 401) return { kind: 'halt', why: 'signed_out', detail }
  return { kind: 'halt', why: isAway(answer) || isFine(answer) ? 'unreachable' : 'stopped', detail }
}
