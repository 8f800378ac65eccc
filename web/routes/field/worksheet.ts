/** What a device took along, as `POST /api/inspections/{inspection}/devices` answers it. */
export interface Taken {
  device_id: string
  token: string
  worksheet: Worksheet
}

export interface Worksheet {
  inspection_id: string
  title: string
  starts_on: string
  ends_on: string
  taken_at: string | null
  samples: Sample[]
}

export interface Sample {
  sample_id: number
  kind: 'child' | 'school' | 'home' | 'incident'
  township_id: string
  township: string | null
  village: string | null
  school: string | null
  number: string | null
  child: Child | null
  times: Times | null
  claims: Claim[]
}

export interface Child {
  name: string | null
  digits: string | null
  guardian: string | null
  carer: string | null
  carer_kind: string | null
  carer_phone: string | null
  paired_on: string | null
  contacts: { happened_on: string | null; kind: string | null; by_role: string | null; by: string | null }[]
}

/** When an incident happened and who was told of it when. */
export type Times = { kind: string } & Record<string, string | null>

export interface Claim {
  claim_id: number
  duty: string
  item: string
  period: string
  status: 'met' | 'late' | 'missed'
  due_at: string | null
  met_at: string | null
  finding: { finding_id: string; result: Result; found_at: string | null; found_by: string; note: string | null } | null
}

export const RESULTS = ['confirmed', 'not_confirmed', 'contradicted', 'unchecked'] as const
export type Result = (typeof RESULTS)[number]

/** A duty of the catalogue, as `GET /api/duties` names it. */
export interface Duty {
  code: string
  zh: string
  en: string
  family: string
  sentence: string
  sentence_en: string
}

export interface Place {
  latitude: number
  longitude: number
  accuracy_m: number
}

/** What was found of a claim on this device, and what became of it. */
export interface Finding {
  finding_id: string
  claim_id: number
  /** The finding that this one replaces, as the device knew it; null: none. */
  after: string | null
  result: Result
  note: string
  found_at: string
  /** The number on this device, from 1 on: the order of sending. */
  sequence: number
  place: Place | null
  photo_count: number
  /** waiting: not sent · conflict: kept beside another one · settled: one of them was chosen · refused: see `reason` */
  state: 'waiting' | 'kept' | 'conflict' | 'settled' | 'refused'
  reason: string | null
  /** Of a settled one: which finding stands. */
  standing: string | null
}

export interface Photo {
  photo_id: string
  finding_id: string
  taken_at: string
  /** In base64. */
  jpeg: string
}

/** The samples of each township, each with its schools and villages together. */
export function townshipsOf(samples: readonly Sample[]): { township: string; samples: Sample[] }[] {
  const townships = new Map<string, Sample[]>()
  const spot = ({ school, village }: Sample): string => school ?? village ?? ''
  for (const sample of samples) {
    const township = sample.township ?? sample.township_id
    townships.set(township, [...(townships.get(township) ?? []), sample])
  }
  return [...townships].map(([township, own]) => ({
    township,
    samples: own.sort((a, b) => spot(a).localeCompare(spot(b), 'zh') || a.sample_id - b.sample_id),
  }))
}

/** The finding that the next one of a claim replaces: the latest of this device, else the one of the worksheet. */
export function afterOf(claim: Pick<Claim, 'finding'>, own: readonly Finding[]): string | null {
  const last = own.at(-1)
  if (last === undefined) return claim.finding?.finding_id ?? null
  return last.state === 'settled' ? last.standing : last.finding_id
}

/** What a sample is called on the spot: the child, the school or the number of an incident. */
export const nameOf = ({ child, number, school }: Sample): string => child?.name ?? number ?? school ?? ''

/** Claims of a sample that somebody has checked, here or before it was taken along. */
export const checkedIn = ({ claims }: Sample, findings: readonly Finding[]): number =>
  claims.filter(({ claim_id, finding }) => finding !== null || findings.some((each) => each.claim_id === claim_id))
    .length
