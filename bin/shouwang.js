#!/usr/bin/env node
import { fileURLToPath } from 'node:url'

/** A missing package is the one thing that the command line cannot say in its own words. */
const tsx = await import('tsx/esm/api').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  console.error('shouwang: packages are missing; run `npm ci` in the project folder first')
  process.exit(1)
})

// The project's own tsconfig, wherever the command is called from.
tsx.register({ tsconfig: fileURLToPath(new URL('../tsconfig.json', import.meta.url)) })
await import('../pipeline/cli/main.ts')
