/**
 * The last good answer to the question in sight: it stays when a refresh fails, and goes when another question is asked
 * (look.md, Pieces). Not a state: only the next answer asks it.
 */
export function lastGood<Answer>(
  answer: () => Answer | null,
  question: () => string = () => '',
): { readonly current: Answer | null } {
  let last: { question: string; answer: Answer } | null = null
  const current = $derived.by(() => {
    const [asked, found] = [question(), answer()]
    if (found !== null) last = { question: asked, answer: found }
    return last !== null && last.question === asked ? last.answer : null
  })
  return {
    get current() {
      return current
    },
  }
}
