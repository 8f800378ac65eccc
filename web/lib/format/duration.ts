/** A length of time in whole minutes and seconds, and never less than nothing. */
export interface Duration {
  minutes: number
  /** Two digits: the text keeps its width while it ticks. */
  seconds: string
}

/** Milliseconds as minutes and seconds: 728,000 is 12 minutes and `08` seconds. */
export const splitDuration = (milliseconds: number): Duration => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  return { minutes: Math.floor(seconds / 60), seconds: String(seconds % 60).padStart(2, '0') }
}
