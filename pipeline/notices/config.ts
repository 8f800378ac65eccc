import { z } from 'zod'

/** What can be told. */
export const NOTICE_KINDS = [
  'incident_half_time',
  'incident_overdue',
  'township_stale',
  'order_due',
  'order_overdue',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

const variable = z
  .string('环境变量的名字（文字）')
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, '环境变量的名字，只含字母、数字和下划线；地址、密钥和密码本身不要写进配置')

const head = {
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, '应为 1–40 位字母、数字、- 或 _'),
  name: z.string('给人看的名称（文字）').trim().min(1, '不能为空').max(40),
  /** Whom the group is for: it is told of these units alone. None: the whole county. */
  units: z.array(z.string().min(1)).default([]),
}

const robot = <Kind extends string>(kind: Kind) =>
  z.strictObject({ kind: z.literal(kind), ...head, url_env: variable, secret_env: variable.nullable().default(null) })

const wecom = z.strictObject({ kind: z.literal('wecom'), ...head, url_env: variable })

const webhook = z
  .strictObject({
    kind: z.literal('webhook'),
    ...head,
    url: z.string().refine(isWebAddress, '应为 http:// 或 https:// 开头的完整网址，不带用户名和密码').optional(),
    url_env: variable.optional(),
    secret_env: variable,
  })
  .refine(({ url, url_env }) => (url === undefined) !== (url_env === undefined), {
    path: ['url'],
    message: 'url（网址）和 url_env（存网址的环境变量）写一个，不能都写',
  })

const mailbox = /^[^\s@<>,;"()\\]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/

/** Whether a text is one plain e-mail address; no name, no list, nothing that a header could end with. */
export const isMailAddress = (text: string): boolean => text.length <= 200 && mailbox.test(text)

const smtp = z
  .strictObject({
    kind: z.literal('smtp'),
    id: head.id,
    name: head.name,
    host: z.string('邮件服务器的名字或地址').regex(/^[^\s/@]+$/, '邮件服务器的名字或地址，不带网址前缀'),
    port: z.int().min(1).max(65_535).default(465),
    security: z.enum(['tls', 'starttls', 'none']).default('tls'),
    user: z.string().min(1).nullable().default(null),
    password_env: variable.nullable().default(null),
    from: z.string().refine(isMailAddress, '应为发件的邮箱地址，如 shouwang@example.org'),
    /** Own addresses of accounts must end with one of these; none: any. */
    domains: z.array(z.string().regex(/^[A-Za-z0-9.-]+$/, '应为域名，如 example.gov.cn')).default([]),
  })
  .refine(({ security, host }) => security !== 'none' || /^(127\.0\.0\.1|localhost|::1)$/.test(host), {
    path: ['security'],
    message: '不加密（none）只能用于本机的邮件服务器',
  })
  .refine(({ user, password_env }) => (user === null) === (password_env === null), {
    path: ['password_env'],
    message: 'user（用户名）和 password_env（存密码的环境变量）要么都写，要么都不写',
  })

/** One channel of `notices.channels`; unknown keys are refused, secrets are names of environment variables. */
export const channelConfigSchema = z.discriminatedUnion(
  'kind',
  [wecom, robot('dingtalk'), robot('feishu'), smtp, webhook],
  {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'kind 要是 wecom、dingtalk、feishu、smtp 或 webhook 之一'
        : '渠道要写成 { id: …, kind: …, … }',
  },
)
export type ChannelConfig = z.infer<typeof channelConfigSchema>

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, '应为时刻，如 "22:00"（加引号）')

/** `notices` of a county's config: whom the county can tell, and when not. */
export const noticesConfigSchema = z
  .strictObject({
    channels: z.array(channelConfigSchema).max(50).default([]),
    /** In the county's time zone; null: none. What falls in them is told at their end. */
    quiet_hours: z.strictObject({ from: clock, to: clock }).nullable().default({ from: '22:00', to: '07:00' }),
    /** What is told in quiet hours too. */
    urgent: z.array(z.enum(NOTICE_KINDS)).default(['incident_overdue']),
  })
  .superRefine(({ channels, quiet_hours }, context) => {
    const ids = channels.map(({ id }) => id)
    for (const [index, id] of ids.entries())
      if (ids.indexOf(id) !== index)
        context.addIssue({ code: 'custom', path: ['channels', index, 'id'], message: `编号“${id}”重复` })
    if (quiet_hours !== null && quiet_hours.from === quiet_hours.to)
      context.addIssue({
        code: 'custom',
        path: ['quiet_hours', 'to'],
        message: '开始和结束不能相同；不要静默时段时写 null',
      })
  })
export type NoticesConfig = z.infer<typeof noticesConfigSchema>

function isWebAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password } = new URL(text)
  return ['http:', 'https:'].includes(protocol) && username === '' && password === ''
}
