import { dutiesAnswer, healthAnswer } from '../../../server/answers.ts'
import { fetchAnswer } from '../../../server/fetch-answer.ts'
import { inspectionAnswer, tellingsAnswer, type Claim, type Sample } from '../answers.ts'
import { samplePage, townshipCounts, type AskedSamples } from './sample-pages.ts'

/** Claims in conflict that are laid out at once; the rest follow when these are settled. */
const MOST_CONFLICTS = 20

/** One inspection with what of its samples the address asks for; the API has left out what the reader may not know. */
export async function loadInspection(fetch: typeof globalThis.fetch, id: string, asked: AskedSamples) {
  const path = `/api/inspections/${id}`
  const [inspection, { duties }, { townships, as_of }] = await Promise.all([
    fetchAnswer(fetch, path, inspectionAnswer),
    fetchAnswer(fetch, '/api/duties', dutiesAnswer),
    fetchAnswer(fetch, '/api/health', healthAnswer),
  ])
  const { samples, conflicts, ...head } = inspection
  const shown = conflicts.slice(0, MOST_CONFLICTS)
  const told = await Promise.all(
    shown.map((claim_id) => fetchAnswer(fetch, `${path}/claims/${claim_id}`, tellingsAnswer)),
  )
  return {
    inspection: head,
    counts: townshipCounts(samples),
    claims: samples.flatMap(({ claims }) => claims).map(({ is_in_conflict, finding }) => ({ is_in_conflict, finding })),
    ...samplePage(samples, asked),
    conflicts: shown.flatMap((claim_id, index) => {
      const found = claimIn(samples, claim_id)
      return found === null ? [] : [{ ...found, tellings: told[index]?.rows ?? [] }]
    }),
    conflict_count: conflicts.length,
    duties,
    townships: townships.map(({ id: unit, name }) => ({ id: unit, name })),
    instant: as_of,
  }
}

function claimIn(samples: readonly Sample[], claim_id: number): { sample: Sample; claim: Claim } | null {
  for (const sample of samples) {
    const claim = sample.claims.find((each) => each.claim_id === claim_id)
    if (claim) return { sample: { ...sample, claims: [] }, claim }
  }
  return null
}
