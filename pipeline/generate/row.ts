/**
 * A cell as it is meant, before a clerk's hand and a file's format: a text or a choice's code, a day, a minute, a number
 * (each as its field's type says), `yes` or `no`; null where it is empty.
 */
export type Value = string | number | null

/** A row of a register as it is meant. */
export interface ExportRow {
  /** Stands for the row from export to export: the hand that writes it stays the same. */
  key: number
  values: Readonly<Record<string, Value>>
}
