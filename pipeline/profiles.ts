/** The policy values that say who is counted as a left-behind child. */
interface Definition {
  age_limit: number
  situations: readonly string[]
  min_months_out: number
}

/**
 * The shipped sets of who counts (duties.md, the last paragraph): the State Council of 2016 counts under 16, both parents
 * out or one out and the other unable; an older provincial rule under 18, both out for six months; a village plan
 * everyone up to and including 16 with a parent out.
 */
export const PROFILES = {
  'state-council-2016': { age_limit: 16, situations: ['both_out', 'one_out_other_unable'], min_months_out: 0 },
  'zhejiang-pairing': { age_limit: 18, situations: ['both_out'], min_months_out: 6 },
  'village-0-16': { age_limit: 17, situations: ['both_out', 'one_out_other_unable', 'one_out'], min_months_out: 0 },
} as const satisfies Record<string, Definition>

export const PROFILE_NAMES = Object.keys(PROFILES) as [keyof typeof PROFILES]

/** A policy as the config has it, with its profile's values where it names none of its own. */
export function withProfile(policy: unknown): unknown {
  if (typeof policy !== 'object' || policy === null || Array.isArray(policy)) return policy
  const { profile } = policy as { profile?: unknown }
  return typeof profile === 'string' && profile in PROFILES
    ? { ...PROFILES[profile as keyof typeof PROFILES], ...policy }
    : policy
}
