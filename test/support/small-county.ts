import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { openApplication, type Application } from '../../pipeline/application.ts'
import { readConfig } from '../../pipeline/config.ts'
import { pull } from '../../pipeline/pull.ts'
import { rejectsOf, type Reject } from '../../pipeline/rejects.ts'
import type { RegisterReport, TownshipReport } from '../../pipeline/report.ts'
import { summary, type SummaryQuery, type SummaryRow } from '../../queries/ledger.ts'
import type { WarehouseOptions } from '../../queries/warehouse.ts'

export interface SmallCountyOptions {
  folder: string
  /** Township ids; default 01 and 02, each with the village 石桥村 and the school 中心小学. */
  townships?: string[]
  policy?: Record<string, unknown>
  synonyms?: Record<string, unknown>
  engine?: WarehouseOptions
}

/** A county in a temporary folder: write its exports, pull at an instant, ask. */
export class SmallCounty {
  readonly folder: string
  application!: Application
  now = new Date('2026-09-10T02:00:00+08:00')

  /** How it is opened from the next time on. */
  engine: WarehouseOptions | undefined
  env: Record<string, string> = {}

  private constructor(folder: string) {
    this.folder = folder
  }

  static async open(options: SmallCountyOptions): Promise<SmallCounty> {
    const county = new SmallCounty(options.folder)
    county.engine = options.engine
    const townships = (options.townships ?? ['01', '02']).map((id) => ({
      id,
      name: `${id}镇`,
      villages: ['石桥村', '上坪社区'],
      schools: ['中心小学', '中学'],
      source: { kind: 'folder', path: `exports/${id}` },
    }))
    for (const { id } of townships) mkdirSync(join(county.folder, 'exports', id), { recursive: true })
    const config = {
      county: { code: '990001', name: '示范县', timezone: 'Asia/Shanghai' },
      townships,
      ...(options.synonyms ? { synonyms: options.synonyms } : {}),
      policy: options.policy ?? {},
    }
    writeFileSync(join(county.folder, 'county.yaml'), stringify(config))
    await county.reopen()
    return county
  }

  /** Closes and opens the warehouse again, as a new process would. */
  async reopen(): Promise<void> {
    if (this.application) await this.application.close()
    this.application = await openApplication({
      config: readConfig(join(this.folder, 'county.yaml')),
      data: join(this.folder, 'warehouse'),
      now: () => this.now,
      env: this.env,
      engine: this.engine,
    })
  }

  path(township: string, name: string): string {
    return join(this.folder, 'exports', township, name)
  }

  /** Writes a CSV export, taken at `at` (its modification time). */
  write(township: string, name: string, lines: readonly string[], at = this.now): void {
    writeFileSync(this.path(township, name), lines.join('\r\n'))
    utimesSync(this.path(township, name), at, at)
  }

  remove(township: string, name: string): void {
    rmSync(this.path(township, name))
  }

  async pull(at: string, options: { township?: string; accept_shrink?: boolean } = {}): Promise<TownshipReport[]> {
    this.now = new Date(at)
    const townships = this.application.config.townships.filter(({ id }) => !options.township || id === options.township)
    return pull(this.application, { townships, accept_shrink: options.accept_shrink, reason: 'test' })
  }

  /** One register's report of a pull of one township. */
  async pullRegister(at: string, register: string, township = '01', accept_shrink = false): Promise<RegisterReport> {
    const [report] = await this.pull(at, { township, accept_shrink })
    const found = report?.registers.find((candidate) => candidate.register === register)
    if (!found) throw new Error(`no ${register}: ${report?.message ?? ''}`)
    return found
  }

  summary(query: Omit<SummaryQuery, 'as_of'> & { as_of: string }): Promise<SummaryRow[]> {
    return summary(this.application.warehouse, query)
  }

  rejects(township = ''): Promise<Reject[]> {
    return rejectsOf(this.application.warehouse, this.application.vault, {
      townships: township === '' ? [] : [township],
      limit: 1000,
      offset: 0,
    })
  }
}
