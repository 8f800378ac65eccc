/**
 * `Content-Disposition` of a download: RFC 6266, with an ASCII name for old clients and the real one as RFC 8187 says.
 * Letters that a file system refuses become `-`.
 */
export function attachment(name: string, ascii: string): string {
  const safe = name.normalize('NFC').replace(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, '-')
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${ascii.replace(/[^A-Za-z0-9._-]+/g, '-')}"; filename*=UTF-8''${encoded}`
}
