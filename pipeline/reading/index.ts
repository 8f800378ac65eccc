export { findHeader, headerIn, normalizeHeader } from './header.ts'
export { openTables } from './open-tables.ts'
export { sha256AndEncoding } from './text/encoding.ts'
export { detach } from './text/raw-cell.ts'
