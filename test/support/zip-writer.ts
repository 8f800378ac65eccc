import { crc32, deflateRawSync } from 'node:zlib'

/** A part of an archive; what is given besides its name and bytes is written as it is, true or not. */
export interface ZipPart {
  name: string
  data: Buffer | string
  is_stored?: boolean
  /** In place of deflating `data`. */
  packed?: Buffer
  unpacked_bytes?: number
  crc?: number
  flags?: number
  method?: number
  /** Writes the sizes and the offset to the extra field of ZIP64. */
  is_zip64?: boolean
}

/** Writes a ZIP archive, honest or not. */
export function writeZip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const data = Buffer.from(part.data)
    const packed = part.packed ?? (part.is_stored ? data : deflateRawSync(data))
    const name = Buffer.from(part.name)
    const method = part.method ?? (part.is_stored ? 0 : 8)
    const crc = part.crc ?? crc32(data)
    const unpacked_bytes = part.unpacked_bytes ?? data.length
    const flags = (part.flags ?? 0) | 0x0800

    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(method, 8)
    local.writeUInt32LE(crc, 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(unpacked_bytes, 22)
    local.writeUInt16LE(name.length, 26)
    bodies.push(local, name, packed)

    const extra = Buffer.alloc(part.is_zip64 ? 28 : 0)
    if (part.is_zip64) {
      extra.writeUInt16LE(1, 0)
      extra.writeUInt16LE(24, 2)
      extra.writeBigUInt64LE(BigInt(unpacked_bytes), 4)
      extra.writeBigUInt64LE(BigInt(packed.length), 12)
      extra.writeBigUInt64LE(BigInt(offset), 20)
    }
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(crc, 16)
    entry.writeUInt32LE(part.is_zip64 ? 0xffffffff : packed.length, 20)
    entry.writeUInt32LE(part.is_zip64 ? 0xffffffff : unpacked_bytes, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt16LE(extra.length, 30)
    entry.writeUInt32LE(part.is_zip64 ? 0xffffffff : offset, 42)
    directory.push(entry, name, extra)
    offset += local.length + name.length + packed.length
  }
  const directory_bytes = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 8)
  end.writeUInt16LE(Math.min(parts.length, 0xffff), 10)
  end.writeUInt32LE(directory_bytes.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, directory_bytes, end])
}
