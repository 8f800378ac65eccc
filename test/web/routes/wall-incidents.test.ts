import { expect, it } from 'vitest'
import type { Incident } from '../../../web/routes/incidents/clocks.ts'
import { wallIncidents } from '../../../web/routes/wall/wall.server.ts'

const at = (time: string): string => `2026-10-31T${time}:00+08:00`

const incident = (id: string, guardian: string, parents: string): Incident => ({
  id,
  township: '高桥镇',
  township_id: '01',
  place: '高桥村',
  child: '0873',
  kind: 'injury',
  isOpen: true,
  times: {
    occurred_at: at('09:00'),
    guardian_notified_at: null,
    parents_notified_at: null,
    education_reported_at: at('09:10'),
    township_reported_at: at('09:10'),
    police_reported_at: null,
    closed_at: null,
  },
  live: null,
  told: 'register',
  isMissing: false,
  differing: [],
  impossible: [],
  clocks: {
    notify_guardian: { dueAt: at(guardian), status: 'pending' },
    notify_parents: { dueAt: at(parents), status: 'pending' },
    report_authority: { dueAt: at('13:00'), status: 'met' },
  },
})

it('shows of each incident what runs out next, then what ran out last, and nothing of a child', () => {
  const incidents = [incident('A', '10:00', '11:00'), incident('B', '11:30', '12:40'), incident('C', '12:20', '12:50')]
  const { open, dueAt, shown } = wallIncidents(incidents, Date.parse(at('12:00')))
  expect(open).toBe(3)
  expect(dueAt).toHaveLength(6)
  expect(shown).toEqual([
    { id: 'C', township: '高桥镇', code: 'notify_guardian', dueAt: at('12:20') },
    { id: 'B', township: '高桥镇', code: 'notify_parents', dueAt: at('12:40') },
    { id: 'A', township: '高桥镇', code: 'notify_parents', dueAt: at('11:00') },
  ])
})
