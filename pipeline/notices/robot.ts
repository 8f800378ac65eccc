import type { Channel, ChannelTools, Outcome } from './channel.ts'
import type { Message } from './message.ts'
import { codeIn, outcomeOf, post, type Post } from './post.ts'

/** What the three group robots differ in. */
export interface RobotKind {
  /** The field of the answer that says what became of it: 0 is well, also HTTP 200 may come with another. */
  field: 'errcode' | 'code'
  request: (message: Message) => Post
  /** What codes mean that pass (`wait_ms`: not before) or that the operator has to mend. */
  codes: Readonly<Record<number, { reason: string; wait_ms?: number }>>
}

/** A robot of a group: it has no notion of a message that it has seen. */
export function robot({ field, request, codes }: RobotKind, tools: ChannelTools): Channel {
  const judge = (code: number | null): Outcome => {
    if (code === 0) return { state: 'sent' }
    // HTTP 200 and no code: a proxy or a sign-in page answered, or nobody knows who.
    if (code === null) return { state: 'unknown', reason: '对方的回答看不懂' }
    const { reason, wait_ms } = codes[code] ?? { reason: '对方没有接受' }
    const told = `${reason}（${field} ${code}）`
    return wait_ms === undefined
      ? { state: 'failed', reason: told }
      : { state: 'retry', reason: told, after_ms: wait_ms }
  }
  return {
    knows_again: false,
    async send(message) {
      const answer = await post(request(message), tools)
      if ('state' in answer) return answer
      return outcomeOf(answer) ?? judge(codeIn(answer, field))
    },
  }
}
