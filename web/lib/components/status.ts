/** The five states of a duty (duties.md), each with its shape and colour. */
export type Status = 'met' | 'late' | 'missed' | 'ahead' | 'pending'
