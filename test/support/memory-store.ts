import type { SealedStore } from '../../web/routes/field/sealed-store.ts'

/** A device's store in memory, with everything that lies in it to look at. */
export interface MemoryStore extends SealedStore {
  readonly kept: Map<string, Uint8Array<ArrayBuffer>>
}

export function memoryStore(): MemoryStore {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    kept,
    read: async (name) => kept.get(name),
    names: async (prefix) => [...kept.keys()].filter((name) => name.startsWith(prefix)).sort(),
    write: async (changes) => {
      for (const [name, bytes] of Object.entries(changes)) {
        if (bytes === null) kept.delete(name)
        else kept.set(name, bytes)
      }
    },
    wipe: async () => kept.clear(),
  }
}
