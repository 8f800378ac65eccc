import { createHmac } from 'node:crypto'
import type { Channel, ChannelTools } from './channel.ts'
import { fitted } from './message.ts'
import { robot } from './robot.ts'

/** 消息体不超过 20000 字节 with the JSON around it. */
const MOST_BYTES = 15_000
/** Whoever sends more than 20 a minute is not heard for ten. */
const BAN_MS = 10 * 60_000
const MINUTE = 60_000

/**
 * A DingTalk custom robot (钉钉 › 自定义机器人接入, https://open.dingtalk.com/document/robots/custom-robot-access and
 * …/customize-robot-security-settings): with 加签, `timestamp` in milliseconds and `sign`, the Base64 of HMAC-SHA256 over
 * `timestamp\nsecret` under the secret, stand in the query; the robot refuses what is more than an hour old.
 */
export function dingtalk({ url, secret }: { url: string; secret: string | null }, tools: ChannelTools): Channel {
  return robot(
    {
      field: 'errcode',
      request: (message) => ({
        url: secret === null ? url : signed(url, secret, tools.now()),
        body: JSON.stringify({ msgtype: 'text', text: { content: fitted(message, MOST_BYTES) } }),
      }),
      codes: {
        [-1]: { reason: '系统繁忙', wait_ms: MINUTE },
        130101: { reason: '发得太快：每分钟最多 20 条，超过后停 10 分钟', wait_ms: BAN_MS },
        410100: { reason: '发得太快', wait_ms: BAN_MS },
        300001: { reason: '机器人的令牌无效或机器人已被移除' },
        310000: { reason: '没有通过机器人的安全设置：请核对加签密钥、关键词（守望）、IP 地址和本机时间' },
      },
    },
    tools,
  )
}

function signed(url: string, secret: string, now: Date): string {
  const timestamp = String(now.getTime())
  const sign = createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64')
  const address = new URL(url)
  address.searchParams.set('timestamp', timestamp)
  address.searchParams.set('sign', sign)
  return address.href
}
