import type { Application } from '../application.ts'

/** Whether a year is frozen: nothing of its scheme or its objections can be changed any more. No year can be frozen yet. */
export function isFrozen(application: Application, year: string): Promise<boolean> {
  void application
  void year
  return Promise.resolve(false)
}
