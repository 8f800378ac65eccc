import type { Access } from './access.ts'
import type { NoticeDesk } from '../../pipeline/outbox/notice-desk.ts'
import type { SingleSignOn } from './single-sign-on.ts'
import type { Viewer } from './viewer.ts'

/**
 * What the process that serves hands to every page with the request (`req.services`): the pages know no other way to
 * the county's data, and no clock and no environment of their own (architecture.md, Rooms).
 */
export interface Services {
  /** The API, answered in this process: no port, no network. */
  api: { request(path: string, init?: RequestInit): Response | Promise<Response> }
  county: County
  /** Whoever holds a session's token; null: nobody. */
  viewer(token: string | undefined): Viewer | null
  /** Sign-in, second factor and accounts; absent where nobody can sign in. */
  access?: Access
  /** The county's single sign-on, where it has one. */
  singleSignOn?: SingleSignOn
  /** What accounts may be told, and where; absent where the config has no channel. */
  notices?: Pick<NoticeDesk, 'offer' | 'choose' | 'test'>
  /** Where the pages are offered under https; the session's cookie is then sent over nothing else. */
  publicUrl?: string | null
  /** The clock, for what runs by the second: answers of the API are for whole minutes. */
  now?: () => Date
  /** Takes an error that a page did not foresee to the process's log; without it it goes to the terminal. */
  report?(error: unknown, facts: { path: string }): void
  /** Whether `/styleguide` is shown outside development; not when absent. */
  isStyleguideShown?: boolean
}

/** The county as the config names it; every date on a page is in its time zone. */
export interface County {
  code: string
  name: string
  timezone: string
}
