import { z } from 'zod'
import { carePolicy } from './care-policy.ts'
import { HOLIDAYS, WORKDAYS } from './holidays.ts'
import { PROFILE_NAMES } from './profiles.ts'

/** A day, or two with a slash between them: from the first to the last (ISO 8601). */
const days = z.string().refine(isDays, '应为一天（2026-01-01）或一段（2026-02-15/2026-02-23）')

function isDays(text: string): boolean {
  const parts = text.split('/')
  const isDay = (part: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(part) && isOnCalendar(part)
  return parts.length <= 2 && parts.every(isDay) && (parts[0] ?? '') <= (parts.at(-1) ?? '')
}

function isOnCalendar(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day)
}

/** In clear to this machine alone. */
const isSafeIssuer = (issuer: string): boolean =>
  issuer.startsWith('https:') || /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?(\/|$)/.test(issuer)

/** Every policy value, once, with its default and what it is (duties.md). A test holds the docs to this list. */
export const policySchema = z.strictObject({
  profile: z
    .enum(PROFILE_NAMES)
    .default('state-council-2016')
    .describe('在册口径：一组 age_limit、situations、min_months_out；单独写出的值优先'),
  age_limit: z.int().min(1).max(25).default(16).describe('年龄上限：小于此周岁的儿童在册'),
  situations: z
    .array(z.enum(['both_out', 'one_out_other_unable', 'one_out']))
    .min(1)
    .default(['both_out', 'one_out_other_unable'])
    .describe('计入在册人数的留守类型'),
  min_months_out: z.int().min(0).max(12).default(0).describe('留守满此月数后才计入在册人数'),
  talk_months: z
    .array(z.int().min(1).max(12))
    .min(1)
    .default([3, 4, 5, 6, 9, 10, 11, 12])
    .describe('班主任须谈心的月份'),
  targets: z.record(z.string(), z.number().min(0).max(1)).default({}).describe('各项职责的目标值，0 至 1'),
  max_shrink: z.number().min(0).max(1).default(0.5).describe('台账行数减少超过此比例时暂存，等待确认'),
  notify_guardian_minutes: z.int().min(1).max(10_080).default(30).describe('告知监护人的时限（分钟）'),
  notify_parents_minutes: z.int().min(1).max(10_080).default(60).describe('告知家长的时限（分钟）'),
  report_authority_minutes: z.int().min(1).max(10_080).default(120).describe('上报教育部门和乡镇的时限（分钟）'),
  police_report_minutes: z.int().min(1).max(10_080).default(120).describe('强制报告（报警）的时限（分钟）'),
  legal_aid_days: z.int().min(1).max(366).default(30).describe('符合条件的法律援助案件提供援助的时限（天）'),
  holidays: z.array(days).default(HOLIDAYS).describe('法定节假日：一天，或用斜线连起首尾两天'),
  workdays: z.array(days).default(WORKDAYS).describe('调休上班的周末'),
  credibility: z
    .strictObject({
      late_days: z.int().min(1).max(366).default(30).describe('谈心过了多少天才出现在台账里算事后补录'),
      most_talks_a_day: z.int().min(1).max(500).default(24).describe('一人一天最多谈几次，超过的部分列为线索'),
      rush_days: z.int().min(1).max(60).default(7).describe('季度最后几天算季末'),
    })
    .prefault({}),
  reconciliation_days: z.int().min(1).max(366).default(60).describe('核对报送期限前多少天内离开花名册的儿童'),
  max_children_per_carer: z.int().min(1).max(100).default(5).describe('一名帮扶人最多结对的儿童数'),
  carer_kinds: z
    .array(z.enum(['cadre', 'teacher', 'volunteer', 'elder', 'proxy_parent', 'other']))
    .min(1)
    .default(['cadre', 'teacher', 'volunteer', 'elder', 'proxy_parent'])
    .describe('可以结对的帮扶人类别'),
  care: carePolicy,
  stale_after_hours: z.number().min(1).max(8_784).default(24).describe('超过此小时数没有成功取数的乡镇标为过期'),
  limits: z
    .strictObject({
      max_file_bytes: z
        .int()
        .min(1024)
        .default(512 * 1024 * 1024)
        .describe('单个导出文件的最大字节数'),
      max_files: z.int().min(1).default(500).describe('一次导出最多的文件数'),
      timeout_ms: z.int().min(100).default(30_000).describe('来源的连接与传输静默时限（毫秒）'),
      retries: z.int().min(0).max(10).default(4).describe('来源失败后的重试次数'),
      max_cell_bytes: z
        .int()
        .min(1024)
        .default(1024 * 1024)
        .describe('单元格的最大字节数'),
      max_columns: z.int().min(20).max(16_384).default(1000).describe('一张表最多的列数'),
      max_rows: z.int().min(1000).default(5_000_000).describe('一张表最多的行数'),
      max_unpacked_bytes: z
        .int()
        .min(1024)
        .default(512 * 1024 * 1024)
        .describe('工作簿解压后的最大字节数'),
      max_ratio: z.number().min(10).default(400).describe('工作簿各部分的最大解压倍数'),
      max_cells: z.int().min(10_000).default(2_000_000).describe('一个工作簿最多填了内容的单元格数'),
      max_parse_seconds: z.int().min(1).default(120).describe('读一个工作簿最多用的秒数'),
    })
    .prefault({}),
  retention: z
    .strictObject({
      identity_years: z.int().min(1).max(100).default(3).describe('儿童离开花名册后，身份信息再保存的年数'),
      rejected_years: z.int().min(1).max(100).default(1).describe('退回的行和提醒里的内容保存的年数'),
      audit_years: z.int().min(1).max(100).default(3).describe('审计记录保存的年数'),
    })
    .prefault({}),
  security: z
    .strictObject({
      second_factor: z
        .enum(['required', 'optional'])
        .default('required')
        .describe('县级和运维账号的第二重验证：required 必须，optional 自愿'),
      idle_minutes: z.int().min(5).max(1_440).default(120).describe('登录后闲置多少分钟自动退出'),
      session_hours: z.int().min(1).max(720).default(12).describe('一次登录最长的小时数'),
      public_url: z
        .url({ protocol: /^https$/ })
        .nullable()
        .default(null)
        .describe('对外的 https 地址：前面有加密的反向代理时填写'),
      oidc: z
        .strictObject({
          issuer: z
            .url({ protocol: /^https?$/ })
            .refine(isSafeIssuer, '应为 https 地址（本机可用 http）')
            .describe('单点登录的签发者地址'),
          client_id: z.string().min(1).max(200).describe('本系统在单点登录里的客户端编号'),
          client_secret_env: z
            .string()
            .regex(/^[A-Z][A-Z0-9_]*$/)
            .nullable()
            .default(null)
            .describe('存放客户端密钥的环境变量名'),
          username_claim: z
            .string()
            .min(1)
            .max(100)
            .default('preferred_username')
            .describe('对应账号名的声明，如 preferred_username、email、sub'),
          name: z.string().min(1).max(40).describe('登录页按钮上的名称'),
        })
        .nullable()
        .default(null)
        .describe('单点登录（OpenID Connect）；不填则只有本地账号'),
    })
    .prefault({}),
})

export type Policy = z.infer<typeof policySchema>
