import { ShouwangError } from '../../errors.ts'
import type { Channel, ChannelTools } from './channel.ts'
import type { ChannelConfig } from './config.ts'
import { dingtalk } from './dingtalk.ts'
import { feishu } from './feishu.ts'
import { smtp } from './smtp.ts'
import { webhook } from './webhook.ts'
import { wecom } from './wecom.ts'

type Env = Record<string, string | undefined>

/** A channel of the config, ready to send. Throws `config_invalid` where a secret is named and not there, or is none. */
export function openChannel(config: ChannelConfig, env: Env, tools: ChannelTools): Channel {
  const secret = (name: string): string => secretIn(env, name, config)
  const address = (name: string): string => robotAddress(secret(name), name, config)
  switch (config.kind) {
    case 'wecom':
      return wecom({ url: address(config.url_env) }, tools)
    case 'dingtalk':
    case 'feishu': {
      const { url_env, secret_env } = config
      const options = { url: address(url_env), secret: secret_env === null ? null : secret(secret_env) }
      return config.kind === 'dingtalk' ? dingtalk(options, tools) : feishu(options, tools)
    }
    case 'smtp':
      return smtp({ ...config, password: config.password_env === null ? null : secret(config.password_env) })
    case 'webhook':
      return webhook({ url: config.url ?? secret(config.url_env ?? ''), secret: secret(config.secret_env) }, tools)
  }
}

function secretIn(env: Env, name: string, { id }: ChannelConfig): string {
  const value = env[name]?.trim() ?? ''
  if (value !== '') return value
  throw new ShouwangError('config_invalid', `缺少环境变量 ${name}：通知渠道 ${id} 的地址、密钥或密码要放在里面。`, {
    variable: name,
  })
}

/** A robot's address is its key: in clear it goes over this machine alone. */
function robotAddress(text: string, name: string, { id }: ChannelConfig): string {
  const url = URL.canParse(text) ? new URL(text) : null
  const isLocal = url?.protocol === 'http:' && /^(127\.0\.0\.1|localhost)$/.test(url.hostname)
  if (url?.protocol === 'https:' || isLocal) return text
  throw new ShouwangError('config_invalid', `环境变量 ${name} 里应是通知渠道 ${id} 的机器人的完整 https 地址。`, {
    variable: name,
  })
}
