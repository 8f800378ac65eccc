import { Vault } from '../../vault/vault.ts'
import { signingKeyOf } from '../../vault/signing.ts'
import { containerOf, entriesOf } from '../../pipeline/evaluation/archive/container.ts'
import { jsonBytes, listed, MANIFEST, readManifest, SIGNATURE } from '../../pipeline/evaluation/archive/manifest.ts'

/** The text of one entry of an archive. */
export async function entryText(bytes: Buffer, name: string): Promise<string> {
  const entry = (await entriesOf(bytes)).find((each) => each.name === name)
  return entry?.bytes.toString('utf8') ?? ''
}

/** An archive with some of its entries changed, by a forger: whole in itself and signed, but with another key than the county's. */
export async function resigned(
  bytes: Buffer,
  change: Record<string, (text: string) => string>,
  manifestChange: object = {},
): Promise<Buffer> {
  const key = signingKeyOf(Vault.create(Buffer.alloc(32)).vault)
  const entries = await entriesOf(bytes)
  const told = entries.find(({ name }) => name === MANIFEST)
  const manifest = readManifest(told?.bytes ?? Buffer.alloc(0))
  const content = entries
    .filter(({ name }) => name !== MANIFEST && name !== SIGNATURE)
    .map(({ name, bytes: was }) => {
      const changed = change[name]
      return { name, bytes: changed === undefined ? was : Buffer.from(changed(was.toString('utf8'))) }
    })
  const forged = jsonBytes({
    ...manifest,
    public_key: key.public_key.toString('hex'),
    entries: listed(content),
    ...manifestChange,
  })
  const signed = [
    { name: MANIFEST, bytes: forged },
    { name: SIGNATURE, bytes: key.sign(forged) },
  ]
  return containerOf([...content, ...signed]).bytes
}
