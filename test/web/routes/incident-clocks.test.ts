import { describe, expect, it } from 'vitest'
import { byUrgency, clockFace, openClocks, type Incident } from '../../../web/routes/incidents/clocks.ts'

const at = (time: string): string => `2026-10-31T${time}:00+08:00`
const NOW = Date.parse(at('12:00'))

const incident = (facts: Partial<Incident> = {}): Incident => ({
  id: 'A-1',
  township: '高桥镇',
  township_id: '01',
  place: null,
  child: null,
  kind: 'injury',
  isOpen: true,
  times: {
    occurred_at: at('11:00'),
    guardian_notified_at: null,
    parents_notified_at: null,
    education_reported_at: at('11:40'),
    township_reported_at: at('11:20'),
    police_reported_at: null,
    closed_at: null,
  },
  live: null,
  told: 'register',
  isMissing: false,
  differing: [],
  impossible: [],
  clocks: {
    notify_guardian: { dueAt: at('11:30'), status: 'missed' },
    notify_parents: { dueAt: at('12:00'), status: 'pending' },
    report_authority: { dueAt: at('13:00'), status: 'ahead' },
  },
  ...facts,
})

describe('a clock on the board', () => {
  it('runs to the last moment, and is missed right after', () => {
    expect(clockFace(incident(), 'notify_parents', NOW).state).toBe('pending')
    expect(clockFace(incident(), 'notify_parents', NOW + 1).state).toBe('missed')
    expect(openClocks(incident(), NOW).map(({ code }) => code)).toContain('notify_parents')
  })

  it('stops when both authorities were told', () => {
    expect(clockFace(incident(), 'report_authority', NOW)).toEqual({
      state: 'ahead',
      dueAt: at('13:00'),
      doneAt: at('11:40'),
    })
  })

  it('says that no time was given, or that it cannot be', () => {
    expect(clockFace(incident({ isOpen: false }), 'notify_guardian', NOW).state).toBe('unknown')
    expect(clockFace(incident({ impossible: ['guardian_notified_at'] }), 'notify_guardian', NOW).state).toBe(
      'impossible',
    )
  })

  it('brings what runs out next to the front, then what ran out last, then what has no clock', () => {
    const dueAt = (due: string) => ({ dueAt: at(due), status: 'missed' as const })
    const withDue = (id: string, due: string) =>
      incident({
        id,
        clocks: { notify_guardian: dueAt(due), notify_parents: dueAt(due), report_authority: dueAt(due) },
      })
    const { times } = incident()
    const given = { ...times, guardian_notified_at: at('11:10'), parents_notified_at: at('11:20') }
    const met = { dueAt: at('11:30'), status: 'met' as const }
    const told = incident({
      id: 'told',
      times: given,
      clocks: { notify_guardian: met, notify_parents: met, report_authority: met },
    })
    const order = [
      told,
      withDue('long over', '09:00'),
      withDue('later', '12:40'),
      withDue('over', '11:50'),
      withDue('next', '12:10'),
    ]
    expect(byUrgency(order, NOW).map(({ id }) => id)).toEqual(['next', 'later', 'over', 'long over', 'told'])
  })
})
