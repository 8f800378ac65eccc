import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests that put something in the place of a module: each needs modules of its own. */
const MOCKING = ['test/attacks/sign-in.test.ts']

// Limits are generous: they end a test that hangs, and say nothing of speed (the bench does).
export default defineConfig({
  resolve: { alias: { $lib: fileURLToPath(new URL('web/lib', import.meta.url)) } },
  test: {
    maxWorkers: 2,
    globalSetup: 'test/support/run-folder.ts',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', ...MOCKING],
          // What a file imports is loaded once a worker: no file changes a module or a global.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'mocking',
          include: MOCKING,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // As above: each file has a browser and a server of its own.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // One browser and one server at a time.
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
