import { summary } from '../../../queries/ledger.ts'
import { dutyCatalogue } from '../../../queries/statements.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import type { RESULTS } from './findings.ts'
import type { SeenInspection } from './inspection.ts'
import { seenOrders, shownOrders } from './orders.ts'
import { isSecondVisit, seedOf } from './planning.ts'
import { ratesOf } from '../../../inspection/rates.ts'
import { inspectionReplies } from './replies.ts'
import { samplesFor, type Sample } from './worksheet.ts'

type Result = (typeof RESULTS)[number]

/**
 * Everything that a report of an inspection says, names masked; to a unit what is its own. Rates of others come when the
 * inspection is closed, as everywhere.
 */
export async function reportOf(desk: Desk, viewer: Viewer, inspection: SeenInspection) {
  const { time, units } = desk
  const { inspection_id } = inspection
  const samples = (await samplesFor(desk, viewer, inspection)) as Sample[]
  const names = await units.names()
  const nameOf = (id: string): string => names.get(id) ?? id
  const isWhole = inspection.closed_at !== null || inspection.sight !== 'read'
  const orders = await seenOrders(desk, viewer, { inspection_id })
  return {
    inspection_id,
    title: inspection.title,
    kind: inspection.kind,
    step: inspection.step,
    starts_on: inspection.starts_on,
    ends_on: inspection.ends_on,
    units: inspection.units.map(nameOf),
    team: inspection.team.map(({ account }) => account),
    is_second_visit: isSecondVisit(inspection),
    written_at: time.instant(desk.local()),
    draw: {
      as_of: time.instant(inspection.as_of_at),
      committed_at: time.instant(inspection.created_at),
      drawn_at: time.instant(inspection.drawn_at),
      revealed_at: time.instant(inspection.revealed_at),
      closed_at: time.instant(inspection.closed_at),
      random: inspection.random,
      risk: inspection.risk,
      frame_hash: inspection.frame_hash,
      commitment: inspection.commitment,
      seed: await seedOf(desk, inspection_id),
    },
    duties: dutyCatalogue().map(({ code, zh, en }) => ({ code, zh, en })),
    drawn: samples.map((sample) => drawnOf(sample, nameOf)),
    findings: findingsOf(samples, nameOf),
    rates: isWhole ? await ratesBeside(desk, inspection, nameOf) : [],
    orders: await shownOrders(desk, viewer, orders),
    replies: (await inspectionReplies(desk, viewer, inspection)).map((reply) => ({
      ...reply,
      unit: reply.unit_id
        .split('/')
        .map((part, at) => (at === 0 ? nameOf(part) : part))
        .join(' '),
    })),
    /** The drawn units that the viewer can reply for. */
    may_reply_for: mayReplyFor(desk, viewer, inspection),
  }
}

export type InspectionReport = Awaited<ReturnType<typeof reportOf>>

function drawnOf(sample: Sample, nameOf: (id: string) => string) {
  const { sample_id, kind, township_id, school, village, share, inclusion, number, child, claims } = sample
  const count = (result: Result): number => claims.filter(({ finding }) => finding?.result === result).length
  return {
    sample_id,
    kind,
    township: nameOf(township_id),
    place: school ?? village,
    subject: [child?.name, child?.digits && `…${child.digits}`, number].filter(Boolean).join(' '),
    share,
    inclusion,
    claims: claims.length,
    confirmed: count('confirmed'),
    not_confirmed: count('not_confirmed'),
    contradicted: count('contradicted'),
    unchecked: count('unchecked'),
  }
}

/** How often each result was found, by duty and township. */
function findingsOf(samples: readonly Sample[], nameOf: (id: string) => string) {
  const groups = new Map<string, { duty: string; township: string; counts: Record<(typeof RESULTS)[number], number> }>()
  for (const { township_id, claims } of samples) {
    for (const { duty, finding } of claims) {
      if (finding === null) continue
      const key = JSON.stringify([duty, township_id])
      const counts = { confirmed: 0, not_confirmed: 0, contradicted: 0, unchecked: 0 }
      const group = groups.get(key) ?? { duty, township: nameOf(township_id), counts }
      groups.set(key, group)
      group.counts[finding.result as Result] += 1
    }
  }
  const order = dutyCatalogue().map(({ code }) => code)
  return [...groups.values()]
    .map(({ duty, township, counts }) => ({ duty, township, ...counts }))
    .sort((a, b) => order.indexOf(a.duty) - order.indexOf(b.duty) || a.township.localeCompare(b.township))
}

/** The verification rates of this inspection beside what was reported when it was committed to. */
async function ratesBeside(
  { services: { warehouse, county } }: Desk,
  inspection: SeenInspection,
  nameOf: (id: string) => string,
) {
  const { inspection_id, as_of_at } = inspection
  const checked = await warehouse.query('inspections/checked_of', { inspection_id })
  if (checked.length === 0) return []
  const reported = await summary(warehouse, { as_of: as_of_at, levels: ['county', 'township'] })
  return ratesOf(checked, county.code).map((row) => ({
    ...row,
    unit: row.level === 'county' ? county.name : nameOf(row.unit_id),
    reported_rate: reported.find(({ unit_id, duty }) => unit_id === row.unit_id && duty === row.duty)?.rate ?? null,
  }))
}

function mayReplyFor({ services: { gate } }: Desk, viewer: Viewer, { drawn_units }: SeenInspection): string[] {
  if (viewer.role !== 'township' && viewer.role !== 'school') return []
  // Villages have no account, and a school's name is none of theirs.
  return viewer.units.filter((unit) => drawn_units.includes(unit) && gate.maySeeRowsOf(viewer, unit))
}
