import fs from 'node:fs'
import { sep } from 'node:path'
import { paraglideVitePlugin } from '@inlang/paraglide-js'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

/** The message compiler would write a read-me, a version and an ignore file of its own beside its settings: not kept. */
const writeFile: typeof fs.promises.writeFile = async (file, ...rest) => {
  const isNote = typeof file === 'string' && file.split(sep).some((part) => part.endsWith('.inlang'))
  if (!isNote) await fs.promises.writeFile(file, ...rest)
}

// Chinese first: no guessing from the browser's language, only the reader's own switch, which is a cookie (look.md). The
// browser takes the language from the page (web/hooks.client.ts).
const messages = paraglideVitePlugin({
  project: './web/lib/i18n/project.inlang',
  outdir: './web/lib/i18n/compiled',
  fs: { ...fs, promises: { ...fs.promises, writeFile } },
  strategy: ['cookie', 'baseLocale'],
  cookieName: 'language',
  isServer: 'import.meta.env.SSR',
  emitTsDeclarations: true,
  emitReadme: false,
})

export default defineConfig({
  plugins: [messages, sveltekit()],
  // Every style is a file: an inline one would ask for a wider content security policy.
  build: { target: 'es2022', assetsInlineLimit: 0 },
})
