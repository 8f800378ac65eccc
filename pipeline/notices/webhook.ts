import { createHmac } from 'node:crypto'
import type { Channel, ChannelTools } from './channel.ts'
import { outcomeOf, post } from './post.ts'

/**
 * A plain webhook in the manner of Standard Webhooks 1.0
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md): `webhook-id` is the same
 * at each attempt, so that the receiver can drop what it has; `webhook-timestamp` in seconds; `webhook-signature` is `v1,` and
 * the Base64 of HMAC-SHA256 over `id.timestamp.body`. Any 2xx is taken for received, 410 for "never again".
 */
export function webhook({ url, secret }: { url: string; secret: string }, tools: ChannelTools): Channel {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return {
    knows_again: true,
    async send({ id, title, lines, url: link }) {
      const now = tools.now()
      const timestamp = String(Math.floor(now.getTime() / 1000))
      const data = { title, lines, url: link }
      const body = JSON.stringify({ type: 'shouwang.notice', timestamp: now.toISOString(), data })
      const sign = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
      const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${sign}` }
      const answer = await post({ url, headers, body }, tools)
      return 'state' in answer ? answer : (outcomeOf(answer) ?? { state: 'sent' })
    },
  }
}
