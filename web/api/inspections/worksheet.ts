import { writeChildKey } from '../../../queries/child-key.ts'
import type { ResultRow } from '../../../queries/rows.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { lastFour, maskName, openSealed } from '../masking.ts'
import type { Inspection, SeenInspection } from './inspection.ts'

/** How a sample is shown: in clear to who goes there, masked to everybody else. */
type Clarity = 'clear' | 'masked'

/** What was drawn, with what the record claims and what was found, as one viewer may see it. */
export async function samplesFor(desk: Desk, viewer: Viewer, inspection: SeenInspection): Promise<object[]> {
  const isInside = inspection.sight !== 'read'
  if (!isInside && inspection.revealed_at === null) return []
  const shown = await readSamples(desk, inspection, 'masked')
  const { gate } = desk.services
  return isInside
    ? shown
    : shown.filter(({ township_id, school }) =>
        gate.maySeeRowsOf(viewer, school === null ? township_id : `${township_id}/${school}`),
      )
}

/**
 * The worksheet of somebody who goes: their own places (a leader's: all), names in clear. It is kept in the audit trail
 * when it is taken, and shown to the townships when the inspection is revealed.
 */
export async function worksheetFor(desk: Desk, viewer: Viewer, inspection: SeenInspection): Promise<Sample[]> {
  const samples = await readSamples(desk, inspection, 'clear')
  return inspection.sight === 'lead' ? samples : samples.filter(({ inspectors }) => inspectors.includes(viewer.name))
}

export type Sample = Awaited<ReturnType<typeof readSamples>>[number]

async function readSamples(desk: Desk, { inspection_id, as_of_at }: Inspection, clarity: Clarity) {
  const { warehouse } = desk.services
  const [samples, claims, contacts, incidents] = await Promise.all([
    warehouse.query('inspections/samples', { inspection_id, as_of_at }),
    warehouse.query('inspections/claims', { inspection_id }),
    warehouse.query('inspections/contacts', { inspection_id, as_of_at }),
    warehouse.query('inspections/incident_times', { inspection_id, as_of_at }),
  ])
  const claimsOf = groupedBy(claims, 'sample_id')
  const contactsOf = groupedBy(contacts, 'child_id')
  const timesOf = groupedBy(incidents, 'sample_id')
  return samples.map((row) => ({
    sample_id: row.sample_id as number,
    kind: String(row.kind),
    township_id: String(row.township_id),
    township: row.township as string | null,
    village: row.village as string | null,
    school: row.school as string | null,
    stratum: String(row.stratum),
    /** Its key in the frame: what repeating the draw gives. */
    subject: String(row.subject),
    share: String(row.share),
    inclusion: row.inclusion as number,
    risk: row.risk as number,
    inspectors: row.accounts as string[],
    /** Of a home or an incident its number, of a school its name; null for a child. */
    number: row.child_id === null ? String(row.subject).split('/').slice(1).join('/') : null,
    child: row.child_id === null ? null : childOf(desk, row, contactsOf.get(row.child_id) ?? [], clarity),
    times: timesOf.get(row.sample_id)?.map((times) => timesIn(desk, times))[0] ?? null,
    claims: (claimsOf.get(row.sample_id) ?? []).map((claim) => claimOf(desk, claim, clarity)),
  }))
}

function groupedBy(rows: readonly ResultRow[], name: string): Map<unknown, ResultRow[]> {
  const groups = new Map<unknown, ResultRow[]>()
  for (const row of rows) groups.set(row[name], [...(groups.get(row[name]) ?? []), row])
  return groups
}

function childOf({ services }: Desk, row: ResultRow, contacts: readonly ResultRow[], clarity: Clarity) {
  const nameOf = (key: unknown, sealed: unknown): string | null => {
    const name = openSealed(services, key, sealed)
    return name === null || clarity === 'clear' ? name : maskName(name)
  }
  const id = openSealed(services, row.child_id, row.sealed_id)
  return {
    child_key: writeChildKey(row.child_id as bigint),
    name: nameOf(row.name, row.sealed_name),
    /** Enough to tell two children of one name apart; nobody needs the number on the way. */
    digits: id === null ? null : lastFour(id),
    guardian: nameOf(row.guardian_name, row.sealed_guardian),
    carer: nameOf(row.carer_name, row.sealed_carer),
    carer_kind: row.carer_kind as string | null,
    carer_phone: clarity === 'clear' ? openSealed(services, row.carer_phone, row.sealed_phone) : null,
    paired_on: row.paired_on as string | null,
    contacts: contacts.map(({ happened_on, kind, by_role, by_name, sealed_by }) => ({
      happened_on: happened_on as string | null,
      kind: kind as string | null,
      by_role: by_role as string | null,
      by: nameOf(by_name, sealed_by),
    })),
  }
}

const TIMES = [
  'occurred_at',
  'guardian_notified_at',
  'parents_notified_at',
  'education_reported_at',
  'township_reported_at',
  'police_reported_at',
  'closed_at',
] as const

const timesIn = ({ time }: Desk, row: ResultRow) => ({
  kind: String(row.kind),
  ...Object.fromEntries(TIMES.map((name) => [name, time.instant(row[name])])),
})

function claimOf({ services, time }: Desk, row: ResultRow, clarity: Clarity) {
  const { finding_id } = row
  return {
    claim_id: row.claim_id as number,
    duty: String(row.duty),
    item: String(row.item),
    period: String(row.period),
    status: String(row.status),
    due_at: time.instant(row.due_at),
    met_at: time.instant(row.met_at),
    is_in_conflict: row.is_in_conflict === true,
    finding:
      finding_id === null
        ? null
        : {
            finding_id: String(finding_id),
            version: row.version as number,
            result: String(row.result),
            found_at: time.instant(row.found_at),
            found_by: String(row.found_by),
            photo_ids: row.photo_ids as string[],
            /** Words about a child: to who works on the inspection alone. */
            note:
              clarity === 'clear' && row.sealed_note instanceof Uint8Array
                ? services.texts.open(String(finding_id), row.sealed_note)
                : null,
          },
  }
}
