/** The villages or schools of one township, found by what a clerk writes. */
export interface UnitNames {
  /** The unit's name in the config, or undefined where it is none of them. */
  find(text: string): string | undefined
}

const VILLAGE_ENDINGS = /(村民委员会|居民委员会|村委会|居委会|社区|村)$/

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '')

/** registers.md, census, village: with or without a trailing 村 / 社区 / 村委会 / 居委会. */
export function villageNames(names: readonly string[]): UnitNames {
  const exact = new Map(names.map((name) => [bare(name), name]))
  const stems = new Map<string, string | null>()
  for (const name of names) {
    const stem = stemOf(name)
    // two villages that differ only in their ending are told apart by the full name alone
    stems.set(stem, stems.has(stem) ? null : name)
  }
  return { find: (text) => exact.get(bare(text)) ?? stems.get(stemOf(text)) ?? undefined }
}

/** Schools are found by their full name. */
export function schoolNames(names: readonly string[]): UnitNames {
  const exact = new Map(names.map((name) => [bare(name), name]))
  return { find: (text) => exact.get(bare(text)) }
}

function stemOf(text: string): string {
  let stem = bare(text)
  for (;;) {
    const shorter = stem.replace(VILLAGE_ENDINGS, '')
    if (shorter === stem || shorter === '') return stem
    stem = shorter
  }
}
