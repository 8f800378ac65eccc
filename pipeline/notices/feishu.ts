import { createHmac } from 'node:crypto'
import type { Channel, ChannelTools } from './channel.ts'
import { fitted } from './message.ts'
import { robot } from './robot.ts'

/** 请求体不超过 20 KB, with the JSON around it. */
const MOST_BYTES = 15_000
const MINUTE = 60_000

/**
 * A Feishu custom bot (飞书 › 自定义机器人使用指南, https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot): with
 * 签名校验, `timestamp` in seconds and `sign` stand in the body. Other than DingTalk's, the key of the HMAC-SHA256 is
 * `timestamp\nsecret` and what is signed is empty. 100 messages a minute and 5 a second; HTTP 200 comes with any `code`.
 */
export function feishu({ url, secret }: { url: string; secret: string | null }, tools: ChannelTools): Channel {
  return robot(
    {
      field: 'code',
      request: (message) => ({
        url,
        body: JSON.stringify({
          ...(secret === null ? {} : signature(secret, tools.now())),
          msg_type: 'text',
          content: { text: fitted(message, MOST_BYTES) },
        }),
      }),
      codes: {
        11232: { reason: '发得太快，或对方整点繁忙', wait_ms: MINUTE },
        99991400: { reason: '发得太快', wait_ms: MINUTE },
        9499: { reason: '请求的格式不对' },
        19001: { reason: '机器人地址无效或机器人已被移除' },
        19021: { reason: '签名不对或本机时间不准：请核对签名密钥' },
        19022: { reason: '本机的 IP 地址不在机器人的白名单里' },
        19024: { reason: '没有机器人要的关键词：请把关键词设为“守望”' },
      },
    },
    tools,
  )
}

function signature(secret: string, now: Date): { timestamp: string; sign: string } {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') }
}
