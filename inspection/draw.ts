import { hash } from 'node:crypto'
import { ShouwangError } from '../errors.ts'
import { inclusionByRisk, riskShare, SIZES, type RiskCounts } from './inclusion.ts'

export type SubjectKind = 'child' | 'school' | 'home' | 'incident'

/** One subject that may be drawn. */
export interface FrameUnit {
  kind: SubjectKind
  /** Its key, of which there is one within its kind. */
  subject: string
  township_id: string
  /** The school, else the village. */
  place: string | null
  risk: 0 | 1 | 2 | 3
}

/** How many to draw in each stratum, for each kind: none where it is not named. */
export interface DrawPlan {
  random: Partial<Record<SubjectKind, number>>
  risk: Partial<Record<SubjectKind, number>>
}

export interface DrawnUnit extends FrameUnit {
  stratum: string
  share: 'random' | 'risk'
  /** The probability with which this plan draws this unit, by either share: above 0, at most 1. */
  inclusion: number
}

const sha256 = (data: string | Buffer): string => hash('sha256', data, 'hex')

/** 52 bits, which a double holds: 13 digits of a hash. */
const UNIFORM_DIGITS = 13

/** Kind × township × place; a unit without a place stands in its township's own stratum. Ids of townships hold no `/`. */
export function stratumOf({ kind, township_id, place }: FrameUnit): string {
  return [kind, township_id, ...(place === null ? [] : [place])].join('/')
}

/**
 * The frame as lines: `["kind","township","place" or null,"subject",risk]` as JSON without spaces in UTF-8, each with a line
 * feed behind it, sorted by their bytes.
 */
export const frameLines = (frame: readonly FrameUnit[]): Buffer[] =>
  frame
    .map(({ kind, township_id, place, subject, risk }) =>
      Buffer.from(`${JSON.stringify([kind, township_id, place, subject, risk])}\n`),
    )
    .sort((a, b) => Buffer.compare(a, b))

/** SHA-256 of the frame's lines, in hex. */
export const frameHash = (frame: readonly FrameUnit[]): string => sha256(Buffer.concat(frameLines(frame)))

/**
 * What is shown before the draw (statistics.md, Draw of an inspection): SHA-256 of the seed, a line feed and the frame's hash, in
 * hex. It hides only a seed that nobody can guess: at least 128 random bits.
 */
export function commitmentOf(seed: string, frame_hash: string): string {
  return sha256(`${seed}\n${frame_hash}`)
}

/**
 * The sample of a plan (statistics.md, Draw of an inspection): the same seed, frame and plan, the same units, in whatever order
 * the frame comes. In each stratum the random share is a simple random sample; the risk share is taken from the rest with
 * probability in proportion to size, systematically, in a random order. A stratum that has no more than both is taken whole.
 * Throws `bad_parameter` for a number that cannot be drawn and for a subject that stands in the frame twice.
 */
export function drawSample(seed: string, frame: readonly FrameUnit[], plan: DrawPlan): DrawnUnit[] {
  checkPlan(plan)
  const inclusion = rememberedInclusion()
  return [...strataOf(frame)].flatMap(([stratum, units]) => {
    const { kind } = units[0] as FrameUnit
    return drawStratum(units, {
      numberOf: (step, subject = '') => sha256(JSON.stringify([seed, step, stratum, subject])),
      stratum,
      random: plan.random[kind] ?? 0,
      risk: plan.risk[kind] ?? 0,
      inclusion,
    })
  })
}

interface StratumDraw {
  stratum: string
  random: number
  risk: number
  /** The random number of a step, as hex. */
  numberOf: (step: 'random' | 'order' | 'start', subject?: string) => string
  inclusion: (counts: RiskCounts, random: number, risk: number) => number[]
}

function drawStratum(units: readonly FrameUnit[], draw: StratumDraw): DrawnUnit[] {
  const { stratum, random, risk, numberOf } = draw
  const ordered = inOrder(units, (unit) => numberOf('random', unit.subject))
  const rest = ordered.slice(random)
  const chances = draw.inclusion(countsOf(units), random, risk)
  const drawn = (share: 'random' | 'risk') => (unit: FrameUnit) => ({
    ...unit,
    stratum,
    share,
    inclusion: chances[unit.risk] ?? 0,
  })
  return [...ordered.slice(0, random).map(drawn('random')), ...drawByRisk(rest, draw).map(drawn('risk'))]
}

/** A fixed number by systematic sampling with probability proportional to size; the certain ones first. */
function drawByRisk(units: readonly FrameUnit[], { risk, numberOf }: StratumDraw): FrameUnit[] {
  if (risk === 0) return []
  if (units.length <= risk) return [...units]
  const { certain, drawn, size } = riskShare(countsOf(units), risk)
  const isCertain = (unit: FrameUnit): boolean => certain[unit.risk] === true
  const open = inOrder(
    units.filter((unit) => !isCertain(unit)),
    (unit) => numberOf('order', unit.subject),
  )
  // The points start, start + 1, … on a line that is as long as there are units to draw.
  let point = Number.parseInt(numberOf('start').slice(0, UNIFORM_DIGITS), 16) / 16 ** UNIFORM_DIGITS
  let passed = 0
  const hit = open.filter((unit) => {
    passed += SIZES[unit.risk]
    if (point >= (passed * drawn) / size) return false
    point += 1
    return true
  })
  return [...units.filter(isCertain), ...hit]
}

function countsOf(units: readonly FrameUnit[]): RiskCounts {
  const counts: [number, number, number, number] = [0, 0, 0, 0]
  for (const { risk } of units) counts[risk] += 1
  return counts
}

/** Units by their random numbers. */
const inOrder = (units: readonly FrameUnit[], numberOf: (unit: FrameUnit) => string): FrameUnit[] =>
  units
    .map((unit) => ({ unit, number: numberOf(unit) }))
    .sort((a, b) => (a.number < b.number ? -1 : 1))
    .map(({ unit }) => unit)

/** The strata in the order of their names. */
function strataOf(frame: readonly FrameUnit[]): [string, FrameUnit[]][] {
  const strata = new Map<string, FrameUnit[]>()
  const known = new Set<string>()
  for (const unit of frame) {
    const key = `${unit.kind}/${unit.subject}`
    if (known.has(key)) {
      throw new ShouwangError('bad_parameter', `抽样名单里“${key}”出现了两次；每个对象只能列一次。`, { subject: key })
    }
    known.add(key)
    const stratum = stratumOf(unit)
    const units = strata.get(stratum)
    if (units === undefined) strata.set(stratum, [unit])
    else units.push(unit)
  }
  return [...strata].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
}

/** Many strata are alike: each distinct one is averaged once. */
function rememberedInclusion(): StratumDraw['inclusion'] {
  const known = new Map<string, number[]>()
  return (counts, random, risk) => {
    const key = [...counts, random, risk].join(' ')
    const chances = known.get(key) ?? inclusionByRisk(counts, random, risk)
    known.set(key, chances)
    return chances
  }
}

function checkPlan(plan: DrawPlan): void {
  for (const share of ['random', 'risk'] as const) {
    for (const [kind, count] of Object.entries(plan[share])) {
      if (Number.isSafeInteger(count) && count >= 0) continue
      throw new ShouwangError('bad_parameter', `每层抽取数 ${share}.${kind} 是 ${count}，应为不小于 0 的整数。`, {
        parameter: `${share}.${kind}`,
        value: count,
      })
    }
  }
}
