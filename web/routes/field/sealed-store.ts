type Bytes = Uint8Array<ArrayBuffer>

/** Where a device keeps sealed bytes by name, in the order of the names. */
export interface SealedStore {
  read(name: string): Promise<Bytes | undefined>
  names(prefix: string): Promise<string[]>
  /** All changes or none of them; null takes away. */
  write(changes: Record<string, Bytes | null>): Promise<void>
  /** Takes everything away. */
  wipe(): Promise<void>
}

const DATABASE = 'field'
const STORE = 'sealed'

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refused.'))
  })

const endOf = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onabort = () => reject(transaction.error ?? new Error('IndexedDB gave up.'))
  })

/** The store of this browser, in IndexedDB. */
export async function openSealedStore(): Promise<SealedStore> {
  const opening = indexedDB.open(DATABASE, 1)
  opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE)
  const database = await answerOf(opening)
  const reading = (): IDBObjectStore => database.transaction(STORE).objectStore(STORE)
  // `strict`: what was said to be kept is on the disk, and survives a battery that gives up.
  const changing = (): IDBTransaction => database.transaction(STORE, 'readwrite', { durability: 'strict' })
  return {
    read: (name) => answerOf(reading().get(name) as IDBRequest<Bytes | undefined>),
    names: async (prefix) => {
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`)
      return (await answerOf(reading().getAllKeys(range))) as string[]
    },
    write: async (changes) => {
      const transaction = changing()
      const store = transaction.objectStore(STORE)
      for (const [name, bytes] of Object.entries(changes)) {
        if (bytes === null) store.delete(name)
        else store.put(bytes, name)
      }
      await endOf(transaction)
    },
    wipe: async () => {
      const transaction = changing()
      transaction.objectStore(STORE).clear()
      await endOf(transaction)
    },
  }
}
