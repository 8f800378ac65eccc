/** What that program prints, as it was drawn: a line a stratum. */
export function drawnLines(samples: readonly { stratum: string; subject: string }[]): string {
  const strata = new Map<string, string[]>()
  for (const { stratum, subject } of samples) strata.set(stratum, [...(strata.get(stratum) ?? []), subject])
  return [...strata]
    .map(([stratum, subjects]) => [stratum, ...subjects.sort()].join(' '))
    .sort()
    .join('\n')
}

/** The program of docs/inspections.md for one inspection: repeats its draw with nothing of this project. */
export const drawProgram = ({
  seed,
  random,
  risk,
}: {
  seed: string
  random: Record<string, number>
  risk: Record<string, number>
}): string => `import hashlib, json
def number(seed, step, stratum, subject=""):
    text = json.dumps([seed, step, stratum, subject], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
def draw(seed, stratum, risks, r, k):
    order = sorted(risks, key=lambda s: number(seed, "random", stratum, s))
    taken, rest = order[:r], order[r:]
    if len(rest) <= k: return order
    while True:
        total = sum(2 ** risks[s] for s in rest)
        sure = [s for s in rest if k * 2 ** risks[s] >= total]
        if not sure: break
        taken, rest, k = taken + sure, [s for s in rest if s not in sure], k - len(sure)
    point, passed = int(number(seed, "start", stratum)[:13], 16) / 2 ** 52, 0
    for s in sorted(rest, key=lambda s: number(seed, "order", stratum, s)):
        passed += 2 ** risks[s]
        if point < passed * k / total: taken, point = taken + [s], point + 1
    return taken
seed = "${seed}"
random, risk = ${JSON.stringify(random)}, ${JSON.stringify(risk)}
strata = {}
for line in open("frame.ndjson", encoding="utf-8"):
    kind, township, place, subject, level = json.loads(line)
    name = "/".join([kind, township] + ([] if place is None else [place]))
    strata.setdefault(name, {})[subject] = level
for name in sorted(strata, key=str.encode):
    kind = name.split("/")[0]
    print(name, *sorted(draw(seed, name, strata[name], random.get(kind, 0), risk.get(kind, 0))))
`
