import type { Result } from './main.ts'

export function benchServe(folder: string): Promise<Result[]> {
  void folder
  return Promise.resolve([])
}
