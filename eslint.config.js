import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import tseslint from 'typescript-eslint'

const NODE_GLOBALS = [
  ...['process', 'console', 'URL', 'performance', 'fetch', 'Buffer', 'AbortSignal'],
  ...['setTimeout', 'clearTimeout', 'TextDecoder', 'TextEncoder'],
]

// The formatter decides how code looks; these rules are about what it does.
export default defineConfig(
  globalIgnores(['node_modules', 'build', '.svelte-kit', 'data', 'coverage', 'web/lib/i18n/compiled', 'test/fixtures']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', 400],
      'no-console': 'error',
      // Cleaning what clerks send is about control characters.
      'no-control-regex': 'off',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: { globals: Object.fromEntries(NODE_GLOBALS.map((name) => [name, 'readonly'])) },
  },
  {
    files: ['**/*.ts', '**/*.svelte'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      // `import { type A }` still loads the module at run time; `import type { A }` does not (test/house/imports).
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'all' },
      ],
      // A real 0 must not be lost to `||` (style.md).
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true, boolean: true } }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allow: [{ name: ['URL', 'URLSearchParams'], from: 'lib' }] },
      ],
      '@typescript-eslint/return-await': ['error', 'in-try-catch'],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // Objects here are plain records of functions; few have a `this`.
      '@typescript-eslint/unbound-method': 'off',
      // An interface may ask for a promise where one kind of source has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [svelte.configs['flat/recommended'], svelte.configs['flat/prettier']],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // The compiler and svelte-check know a component's names; the base rule does not.
      'no-undef': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'SvelteElement[name.name="details"] > SvelteStartTag > SvelteAttribute[key.name="open"][value.length>0]',
          message: 'Once complete, the page would close what its reader had opened: {...openIf(condition)}.',
        },
      ],
      // The site stands at the root of its address.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    // These speak to a person at a terminal.
    files: ['bin/**', 'pipeline/cli/**', 'test/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // A test looks into answers whose shape it then asserts.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
)
