import type { Channel, ChannelTools } from './channel.ts'
import { fitted } from './message.ts'
import { robot } from './robot.ts'

/** 消息内容最长 2048 字节. */
const MOST_BYTES = 2048
const MINUTE = 60_000

/**
 * A WeChat Work group robot (企业微信 › 群机器人配置说明, https://developer.work.weixin.qq.com/document/path/91770, now
 * /99398): POST `{"msgtype":"text","text":{"content":…}}` to the address that holds the robot's key; it takes 20 messages a
 * minute and answers HTTP 200 with `errcode`. It has no signature: the key is all.
 */
export function wecom({ url }: { url: string }, tools: ChannelTools): Channel {
  return robot(
    {
      field: 'errcode',
      request: (message) => ({
        url,
        body: JSON.stringify({ msgtype: 'text', text: { content: fitted(message, MOST_BYTES) } }),
      }),
      codes: {
        [-1]: { reason: '系统繁忙', wait_ms: MINUTE },
        45009: { reason: '发得太快：每分钟最多 20 条', wait_ms: MINUTE },
        45033: { reason: '发得太快', wait_ms: MINUTE },
        93000: { reason: '机器人地址无效或机器人已被移除' },
      },
    },
    tools,
  )
}
