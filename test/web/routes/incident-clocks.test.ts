import { describe, expect, it } from 'vitest'
import { clockFace, runningCount, type Incident } from '../../../web/routes/incidents/clocks.ts'

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
    expect(runningCount([incident()], NOW)).toBe(1)
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
})
