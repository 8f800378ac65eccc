/**
 * Public holidays of 2025 and 2026 with the days off around them, as the State Council's general office announced them:
 * 国办发明电〔2024〕12号 of 12 November 2024, and its notice of 4 November 2025 for 2026. A county adds the next year's when
 * they are announced (`policy.holidays`, `policy.workdays`).
 */
export const HOLIDAYS: string[] = [
  ...['2025-01-01', '2025-01-28/2025-02-04', '2025-04-04/2025-04-06', '2025-05-01/2025-05-05'],
  ...['2025-05-31/2025-06-02', '2025-10-01/2025-10-08'],
  ...['2026-01-01/2026-01-03', '2026-02-15/2026-02-23', '2026-04-04/2026-04-06', '2026-05-01/2026-05-05'],
  ...['2026-06-19/2026-06-21', '2026-09-25/2026-09-27', '2026-10-01/2026-10-07'],
]

/** The days of weekends on which the same notices have people work. */
export const WORKDAYS: string[] = [
  ...['2025-01-26', '2025-02-08', '2025-04-27', '2025-09-28', '2025-10-11'],
  ...['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'],
]
