import { makeLock, openLock, seal, unseal, type Lock } from './sealing.ts'
import type { SealedStore } from './sealed-store.ts'
import { afterOf, type Claim, type Duty, type Finding, type Photo, type Result, type Taken } from './worksheet.ts'
import type { Place } from './worksheet.ts'

/** What stands unsealed: which device this is, and its lock. Nothing of a person. */
export interface Label {
  inspection_id: string
  device_id: string
  lock: Lock
}

/** What somebody puts down. */
export interface Noted {
  claim: Pick<Claim, 'claim_id' | 'finding'>
  result: Result
  note: string
  place: Place | null
  found_at: string
  /** Each a JPEG in base64, and when it was taken. */
  photos: readonly { taken_at: string; jpeg: string }[]
}

/** What was begun and not yet saved. */
export interface Draft {
  result: Result | null
  note: string
}

const LABEL = 'label'
const TAKEN = 'taken'
const order = (sequence: number): string => String(sequence).padStart(6, '0')
const findingName = (sequence: number): string => `finding/${order(sequence)}`
const photoPrefix = (sequence: number): string => `photo/${order(sequence)}/`
const draftName = (claim_id: number): string => `draft/${claim_id}`

/** Whether something was taken along here, and what of it may be known without the password; null: nothing. */
export async function labelOf(store: SealedStore): Promise<Label | null> {
  const bytes = await store.read(LABEL)
  return bytes === undefined ? null : (JSON.parse(new TextDecoder().decode(bytes)) as Label)
}

interface Opened extends Taken {
  duties: Duty[]
}

/** What a device holds, opened: the worksheet, and what was found, in the order in which it was put down. */
export class Held {
  readonly taken: Opened
  #findings: Finding[]
  readonly #store: SealedStore
  readonly #key: CryptoKey
  readonly #newId: () => string
  /** One change after the other, so that no two take the same number. */
  #turn: Promise<unknown> = Promise.resolve()

  private constructor(store: SealedStore, key: CryptoKey, taken: Opened, findings: Finding[], newId: () => string) {
    this.#store = store
    this.#key = key
    this.taken = taken
    this.#findings = findings
    this.#newId = newId
  }

  /** Keeps what was taken along, sealed with the password. What was there before goes. */
  static async take(
    store: SealedStore,
    password: string,
    taken: Opened,
    { newId = () => crypto.randomUUID(), iterations }: { newId?: () => string; iterations?: number } = {},
  ): Promise<Held> {
    const { lock, key } = await makeLock(password, iterations)
    const label: Label = { inspection_id: taken.worksheet.inspection_id, device_id: taken.device_id, lock }
    const sealed = await seal(key, TAKEN, taken)
    await store.wipe()
    await store.write({ [LABEL]: new TextEncoder().encode(JSON.stringify(label)), [TAKEN]: sealed })
    return new Held(store, key, taken, [], newId)
  }

  /** Opens what is there; null: not the password. */
  static async open(
    store: SealedStore,
    label: Label,
    password: string,
    { newId = () => crypto.randomUUID() }: { newId?: () => string } = {},
  ): Promise<Held | null> {
    const key = await openLock(label.lock, password)
    if (key === null) return null
    const read = async (name: string): Promise<unknown> => {
      const bytes = await store.read(name)
      if (bytes === undefined) throw new Error(`${name} is not there.`)
      return unseal(key, name, bytes)
    }
    const taken = (await read(TAKEN)) as Opened
    const findings = (await Promise.all((await store.names('finding/')).map(read))) as Finding[]
    return new Held(store, key, taken, findings, newId)
  }

  get findings(): readonly Finding[] {
    return this.#findings
  }

  ofClaim(claim_id: number): Finding[] {
    return this.#findings.filter((finding) => finding.claim_id === claim_id)
  }

  /** Keeps a finding and its photos at once; a change is a further finding. */
  note({ claim, result, note, place, found_at, photos }: Noted): Promise<Finding> {
    return this.#inTurn(async () => {
      const { claim_id } = claim
      const sequence = (this.#findings.at(-1)?.sequence ?? 0) + 1
      const finding: Finding = {
        finding_id: this.#newId(),
        claim_id,
        after: afterOf(claim, this.ofClaim(claim_id)),
        result,
        // What the server refuses must not stop the line: control characters go here already.
        note: note.replace(/[^\P{Cc}\n\r\t]/gu, '').trim(),
        found_at,
        sequence,
        place,
        photo_count: photos.length,
        state: 'waiting',
        reason: null,
        standing: null,
      }
      const changes: Record<string, Uint8Array<ArrayBuffer> | null> = { [draftName(claim_id)]: null }
      for (const [at, { taken_at, jpeg }] of photos.entries()) {
        const photo: Photo = { photo_id: this.#newId(), finding_id: finding.finding_id, taken_at, jpeg }
        const name = `${photoPrefix(sequence)}${at}`
        changes[name] = await seal(this.#key, name, photo)
      }
      const name = findingName(sequence)
      changes[name] = await seal(this.#key, name, finding)
      await this.#store.write(changes)
      this.#findings = [...this.#findings, finding]
      return finding
    })
  }

  /** Keeps what became of a finding. */
  change(sequence: number, news: Partial<Pick<Finding, 'state' | 'reason' | 'standing'>>): Promise<void> {
    return this.#inTurn(async () => {
      const findings = this.#findings.map((each) => (each.sequence === sequence ? { ...each, ...news } : each))
      const changed = findings.find((each) => each.sequence === sequence)
      const name = findingName(sequence)
      await this.#store.write({ [name]: await seal(this.#key, name, changed) })
      this.#findings = findings
    })
  }

  /** Names of the photos of a finding that were not sent. */
  photosOf(sequence: number): Promise<string[]> {
    return this.#store.names(photoPrefix(sequence))
  }

  /** How many photos wait to be sent: not those of a finding of which the server refused something. */
  async photoCount(): Promise<number> {
    const waiting = this.#findings.filter(({ reason }) => reason === null)
    const names = await Promise.all(waiting.map(({ sequence }) => this.photosOf(sequence)))
    return names.flat().length
  }

  async photo(name: string): Promise<Photo | null> {
    const bytes = await this.#store.read(name)
    return bytes === undefined ? null : ((await unseal(this.#key, name, bytes)) as Photo)
  }

  /** A photo that was sent is not kept. */
  dropPhoto(name: string): Promise<void> {
    return this.#inTurn(() => this.#store.write({ [name]: null }))
  }

  /** Keeps what was begun: the camera may push the page out of a small telephone's memory. */
  keepDraft(claim_id: number, draft: Draft): Promise<void> {
    return this.#inTurn(async () => {
      const name = draftName(claim_id)
      await this.#store.write({ [name]: await seal(this.#key, name, draft) })
    })
  }

  async draft(claim_id: number): Promise<Draft | null> {
    const name = draftName(claim_id)
    const bytes = await this.#store.read(name)
    return bytes === undefined ? null : ((await unseal(this.#key, name, bytes)) as Draft)
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(change)
    this.#turn = next.catch(() => undefined)
    return next
  }
}
