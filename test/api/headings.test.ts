import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { CELL_WORDS, cellText } from '../../web/api/cell-words.ts'
import { HEADINGS } from '../../web/api/headings.ts'

const LANGUAGES = ['zh', 'en'] as const
const TOPICS = ['shared', 'compare', 'township', 'duty', 'incidents', 'data', 'time']

/** The columns that stand on a page too, and the message that heads them there. */
const ON_PAGES: Record<string, string> = {
  township: 'township',
  village: 'township_column_village',
  school: 'duty_school',
  duty: 'column_duty',
  period: 'compare_period',
  met: 'status_met',
  late: 'status_late',
  missed: 'status_missed',
  ahead: 'status_ahead',
  pending: 'status_pending',
  rate: 'column_rate',
  target: 'column_target',
  subject_id: 'duty_who',
  due_at: 'duty_due',
  met_at: 'duty_done',
  status: 'duty_status',
  beyond: 'compare_column_chance',
  previous_period: 'compare_column_previous',
  share: 'duty_notice_counted',
  register: 'data_column_register',
  file: 'data_column_file',
  row: 'data_column_row',
  column: 'data_column_column',
  value: 'data_column_value',
  reason: 'data_run_reason',
  started_at: 'data_run_at',
  state: 'data_run_state',
  message: 'data_run_message',
  batch_id: 'data_run_batch',
  read: 'data_run_read',
  accepted: 'data_run_accepted',
  skipped: 'data_run_skipped',
  rejected: 'data_run_rejected',
  added: 'time_added',
  changed: 'time_changed',
  removed: 'time_removed',
  incident_id: 'township_column_incident',
  child_id: 'township_column_last_four',
  kind: 'incidents_kind',
  occurred_at: 'incidents_occurred_at',
  guardian_notified_at: 'incidents_guardian_notified_at',
  parents_notified_at: 'incidents_parents_notified_at',
  education_reported_at: 'incidents_education_reported_at',
  township_reported_at: 'incidents_township_reported_at',
  police_reported_at: 'incidents_police_reported_at',
  closed_at: 'incidents_closed_at',
  is_missing_in_register: 'incidents_missing',
}

describe('the headings of workbooks', () => {
  it.each(LANGUAGES)('are those of the pages, where a page shows the same (%s)', async (language) => {
    const topics = await Promise.all(
      TOPICS.map(async (topic) => {
        const file = new URL(`../../web/lib/i18n/messages/${language}/${topic}.json`, import.meta.url)
        return JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
      }),
    )
    const messages = Object.assign({}, ...topics) as Record<string, string>
    // A page has the unit of a rate in its heading, a workbook in the cell; and a status begins no sentence there.
    const plain = (text: string | undefined) => text?.replace(/ %$/, '').toLowerCase()
    for (const [name, key] of Object.entries(ON_PAGES)) {
      expect([name, plain(HEADINGS[name]?.[language])]).toEqual([name, plain(messages[key])])
    }
  })
})

/** The columns whose codes a page has words for, and how the messages of those begin. */
const CODES_ON_PAGES: Record<string, string> = {
  status: 'status_',
  kind: 'kind_',
  register: 'register_',
  state: 'state_',
  reason: 'data_reason_',
}

describe('the codes in workbooks', () => {
  it.each(LANGUAGES)('are in the words of the pages (%s)', async (language) => {
    for (const [column, prefix] of Object.entries(CODES_ON_PAGES)) {
      const topic = column === 'kind' ? 'incidents' : column === 'reason' ? 'data' : 'shared'
      const file = new URL(`../../web/lib/i18n/messages/${language}/${topic}.json`, import.meta.url)
      const messages = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>
      for (const [code, words] of Object.entries(CELL_WORDS[column] ?? {})) {
        const told = messages[prefix + code]
        if (told !== undefined) expect([column, code, words[language]]).toEqual([column, code, told])
      }
      const known = Object.keys(CELL_WORDS[column] ?? {}).filter((code) => messages[prefix + code] !== undefined)
      expect(known.length).toBeGreaterThan(0)
    }
  })

  it('are the duties’ names too, and what is no code stays as it is', () => {
    expect(cellText('duty', 'talk', 'zh')).not.toBe('talk')
    expect([cellText('status', 'missed', 'zh'), cellText('status', 'missed', 'en')]).toEqual([
      '未办',
      CELL_WORDS.status?.missed?.en,
    ])
    expect(cellText('unit_name', 'missed', 'zh')).toBe('missed')
    expect(cellText('status', 'strange', 'zh')).toBe('strange')
  })
})
