/**
 * A source brings the bytes of a township's export and knows nothing of registers.
 * A listing that fails throws `source_failed`; a single file that fails throws when it is opened: `source_failed` where
 * trying again later may help (the line, a file that is being written), `unreadable_file` where somebody has to do
 * something about the file itself (too large, a link or a name that leads out of the export).
 */
export interface Source {
  /** Every file of the export, by name, sorted. Hidden files, Office lock files (`~$…`) and folders are left out. */
  list(): Promise<ExportFile[]>
  /** Ends connections. Safe to call twice. */
  close(): Promise<void>
}

export interface ExportFile {
  /** The file's own name, without any folder. */
  name: string
  /**
   * Opens the file. Where the source can tell without fetching that it is as it was at `known` (HTTP 304), it answers
   * null; folders and SFTP cannot, as a time that a copy may have kept is no proof. A file over `max_file_bytes` is
   * refused with `unreadable_file`.
   */
  open(known?: FileVersion | null): Promise<OpenFile | null>
}

/** What tells whether a file was written anew: any difference counts (registers.md, A batch; duties.md, quarter_update). */
export interface FileVersion {
  /** Modification time or Last-Modified, ISO 8601 in UTC; null when the source gives none. */
  modified_at: string | null
  /** HTTP entity tag, or null. */
  etag: string | null
}

export interface OpenFile {
  name: string
  size: number
  version: FileVersion
  /**
   * The bytes from the start, in blocks. May be called more than once. A file that changes meanwhile ends in
   * `source_failed`, never in half a file.
   */
  blocks(): AsyncIterable<Uint8Array>
}

export interface SourceLimits {
  /** Largest file that is opened, in bytes. */
  max_file_bytes: number
  /** Most files in one export. */
  max_files: number
  /** Time for one connection, listing or silence in a transfer, in milliseconds. */
  timeout_ms: number
  /** How often a failed request is tried again. */
  retries: number
}

export const SOURCE_LIMITS: SourceLimits = {
  max_file_bytes: 512 * 1024 * 1024,
  max_files: 500,
  timeout_ms: 30_000,
  retries: 4,
}
