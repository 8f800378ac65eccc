import { z } from 'zod'

const filled = (what: string) => z.string(`${what}（文字）`).trim().min(1, `${what}，不能为空`)

const variable = z
  .string('环境变量的名字（文字）')
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, '环境变量的名字，只含字母、数字和下划线；密码和令牌本身不要写进配置')

const folderSchema = z.strictObject({ kind: z.literal('folder'), path: filled('存放台账的文件夹') })

const httpSchema = z
  .strictObject({
    kind: z.literal('http'),
    url: filled('网址').refine(isWebAddress, '以 http:// 或 https:// 开头的完整网址'),
    token_env: variable.optional(),
  })
  .refine(({ url, token_env }) => token_env === undefined || !hasCredentials(url), {
    path: ['url'],
    message: '网址里已有用户名和密码，不能再写 token_env：两者留一个',
  })

const FINGERPRINT = '主机指纹，写法同 ssh-keygen -lf：SHA256: 后接 43 个字符'

const sftpSchema = z
  .strictObject({
    kind: z.literal('sftp'),
    host: filled('服务器的名字或地址').regex(/^[^\s/@]+$/, '服务器的名字或地址，不带 sftp:// 和路径'),
    port: z.int('端口（整数）').min(1, '1 到 65535 的端口').max(65535, '1 到 65535 的端口').optional(),
    path: filled('服务器上存放台账的文件夹'),
    user: filled('登录名'),
    key_file: filled('私钥文件').optional(),
    password_env: variable.optional(),
    // A server that anybody may pretend to be would be handed the password, and would hand us its own children.
    host_fingerprint: z
      .string(
        `${FINGERPRINT}。在那台服务器上运行 ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub，取第二段；或由对方告知后核对`,
      )
      .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, FINGERPRINT),
  })
  .refine(({ key_file, password_env }) => key_file !== undefined || password_env !== undefined, {
    path: ['key_file'],
    message: 'key_file（私钥文件）和 password_env（存密码的环境变量）至少写一个',
  })

/** A township's `source` (interfaces.md, Config). Unknown keys are refused; the messages say what is expected. */
export const sourceConfigSchema = z.discriminatedUnion('kind', [folderSchema, httpSchema, sftpSchema], {
  error: (issue) =>
    issue.code === 'invalid_union' ? 'kind 要是 folder、http 或 sftp 之一' : '来源要写成 { kind: …, … }',
})

export type SourceConfig = z.infer<typeof sourceConfigSchema>

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
}

function hasCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { username, password } = new URL(text)
  return username !== '' || password !== ''
}
