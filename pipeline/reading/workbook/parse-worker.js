import { fileURLToPath } from 'node:url'
import { register } from 'tsx/esm/api'

// a thread starts without what lets its parent read TypeScript
register({ tsconfig: fileURLToPath(new URL('../../../tsconfig.json', import.meta.url)) })
await import('./parse-thread.ts')
