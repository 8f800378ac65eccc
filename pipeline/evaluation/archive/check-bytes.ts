import { isShouwangError } from '../../../errors.ts'
import { METHOD } from '../../../evaluation/evaluate.ts'
import { fingerprintOf, isSignature } from '../../../vault/signing.ts'
import { entriesOf, firstDifference, type Entry } from './container.ts'
import { FORMAT, formatOf, listed, MANIFEST, readManifest, SIGNATURE, type Manifest } from './manifest.ts'

/** Something that does not hold: of which entry (empty: of the file as a whole), and what. */
export interface Fault {
  entry: string
  message: string
}

export interface Verification {
  faults: Fault[]
  /** What it says of itself; null where that cannot be read. */
  manifest: Manifest | null
  /** Of the key that signed it; null where that cannot be read. */
  fingerprint: string | null
  /** Whether that is the fingerprint that was demanded; null: none was. */
  is_demanded_key: boolean | null
  /** Entries with statements that this program has otherwise; they were recomputed with the archive's. */
  other_statements: string[]
}

export interface VerifyOptions {
  /** The fingerprint that the county's key must have. */
  fingerprint?: string
}

/** An archive that holds in every byte. */
export interface Sound {
  manifest: Manifest
  entries: ReadonlyMap<string, Buffer>
}

/** Checks every byte of an archive against its manifest, and that against its signature; runs nothing. */
export async function checkBytes(
  bytes: Buffer,
  { fingerprint: demanded }: VerifyOptions = {},
): Promise<Verification & { sound: Sound | null }> {
  const failed = (faults: Fault[], known: Partial<Verification> = {}) => ({
    ...{ manifest: null, fingerprint: null, is_demanded_key: null, other_statements: [] },
    ...known,
    faults,
    sound: null,
  })
  let entries: Entry[]
  try {
    entries = await entriesOf(bytes)
  } catch (error) {
    if (!isShouwangError(error)) throw error
    const { entry } = error.data
    return failed([{ entry: typeof entry === 'string' ? entry : '', message: error.message }])
  }
  const byName = new Map(entries.map(({ name, bytes: content }) => [name, content]))
  const told = byName.get(MANIFEST)
  const signature = byName.get(SIGNATURE)
  if (told === undefined || signature === undefined) {
    const missing = told === undefined ? MANIFEST : SIGNATURE
    return failed([{ entry: missing, message: `归档里没有 ${missing}。` }])
  }
  const manifest = readManifest(told)
  if (manifest === null) return failed([{ entry: MANIFEST, message: strangeManifest(told) }])
  const fingerprint = fingerprintOf(Buffer.from(manifest.public_key, 'hex'))
  const is_demanded_key = demanded === undefined ? null : demanded === fingerprint
  const known = { manifest, fingerprint, is_demanded_key }
  const faults = [
    ...signatureFaults(manifest, told, signature),
    ...(is_demanded_key === false
      ? [{ entry: MANIFEST, message: `签名的密钥指纹是 ${fingerprint}，不是要求的 ${String(demanded)}。` }]
      : []),
    ...entryFaults(manifest, entries),
  ]
  if (faults.length > 0) return failed(faults, known)
  const different = firstDifference(bytes, entries)
  if (different !== null) {
    const { at, of } = different
    const whose = of === '' ? '文件末尾的目录' : `${of} 的文件头`
    return failed([{ entry: of, message: `${whose}被改动过（第 ${at + 1} 个字节）。` }], known)
  }
  if (manifest.method !== METHOD) {
    const message = `归档是用第 ${manifest.method} 版计分方法算的，本程序只有第 ${METHOD} 版；请用写它的程序（${manifest.program}）复核。`
    return failed([{ entry: MANIFEST, message }], known)
  }
  return { faults: [], ...known, other_statements: [], sound: { manifest, entries: byName } }
}

function strangeManifest(told: Buffer): string {
  const format = formatOf(told)
  if (format === null || format === FORMAT) return `${MANIFEST} 读不懂：它被改动过，或者不是归档的清单。`
  return `归档的格式是第 ${format} 版，本程序只认得第 ${FORMAT} 版；请用写它的程序，或者更新的程序复核。`
}

function signatureFaults(manifest: Manifest, told: Buffer, signature: Buffer): Fault[] {
  if (isSignature(Buffer.from(manifest.public_key, 'hex'), told, signature)) return []
  return [{ entry: SIGNATURE, message: `签名不符：${MANIFEST}、其中的公钥或 ${SIGNATURE} 被改动过。` }]
}

/** Every entry is as the manifest says, in its order, and there is no other. */
function entryFaults(manifest: Manifest, entries: readonly Entry[]): Fault[] {
  const found = new Map(listed(entries).map((each) => [each.name, each]))
  const expected = [...manifest.entries.map(({ name }) => name), MANIFEST, SIGNATURE]
  const changed = manifest.entries.flatMap(({ name, bytes, sha256 }): Fault[] => {
    const has = found.get(name)
    if (has === undefined) return [{ entry: name, message: `归档里缺少 ${name}。` }]
    if (has.bytes === bytes && has.sha256 === sha256) return []
    return [{ entry: name, message: `${name} 被改动过：内容与清单里的 SHA-256 不符。` }]
  })
  const added = entries.flatMap(({ name }, index): Fault[] => {
    if (!expected.includes(name)) return [{ entry: name, message: `归档里多出 ${name}，清单里没有。` }]
    return entries.findIndex((other) => other.name === name) === index
      ? []
      : [{ entry: name, message: `归档里有两个 ${name}。` }]
  })
  const faults = [...changed, ...added]
  const isInOrder = entries.every(({ name }, index) => name === expected[index])
  if (faults.length > 0 || isInOrder) return faults
  const misplaced = entries.find(({ name }, index) => name !== expected[index])?.name ?? ''
  return [{ entry: misplaced, message: `归档里文件的次序被改动过，从 ${misplaced} 起。` }]
}
