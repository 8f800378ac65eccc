import { expect } from 'vitest'
import { isShouwangError, type ShouwangError } from '../../errors.ts'
import { SOURCE_LIMITS, type OpenFile, type Source, type SourceLimits } from '../../pipeline/sources/source.ts'

/** The usual limits, but for what a test is about. */
export const limitsWith = (limits: Partial<SourceLimits> = {}): SourceLimits => ({ ...SOURCE_LIMITS, ...limits })

/** All bytes of an opened file. */
export async function bytesOf(file: OpenFile | null): Promise<Buffer> {
  const blocks: Uint8Array[] = []
  for await (const block of file?.blocks() ?? []) blocks.push(block)
  return Buffer.concat(blocks)
}

/** Opens the file of that name. */
export async function openNamed(source: Source, name: string): Promise<OpenFile | null> {
  const file = (await source.list()).find((listed) => listed.name === name)
  expect(file, `${name} is listed`).toBeDefined()
  return file!.open()
}

export const namesOf = async (source: Source): Promise<string[]> => (await source.list()).map(({ name }) => name)

/** The error that a promise ends in, which must be one that a person may meet. */
export async function errorOf(promise: Promise<unknown>): Promise<ShouwangError> {
  const outcome = await promise.then(
    () => null,
    (error: unknown) => error,
  )
  if (!isShouwangError(outcome)) throw new Error('no ShouwangError', { cause: outcome })
  return outcome
}
