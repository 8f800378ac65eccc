import adapter from '@sveltejs/adapter-node'
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

const self = ['self']

// The one style attribute that SvelteKit writes itself: its region that tells a screen reader of a new page. The browser
// tests fail when a new version of it has another.
const ANNOUNCER_STYLE = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='

/** @type {import('@sveltejs/kit').Config} */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
  kit: {
    adapter: adapter({ out: 'build' }),
    files: {
      src: 'web',
      assets: 'web/static',
      lib: 'web/lib',
      routes: 'web/routes',
      appTemplate: 'web/app.html',
      hooks: { server: 'web/hooks.server', client: 'web/hooks.client', universal: 'web/hooks' },
      serviceWorker: 'web/service-worker',
    },
    // /field alone has one (web/routes/field/+page.svelte).
    serviceWorker: { register: false },
    typescript: {
      config: (config) => ({ ...config, include: config.include.filter((path) => !path.includes('/test')) }),
    },
    // web/hooks.server.ts asks where a form comes from: also of a browser that says `Sec-Fetch-Site` and no origin.
    csrf: { trustedOrigins: ['*'] },
    // Nothing is fetched from elsewhere and nothing is inline but what SvelteKit hashes or signs itself.
    csp: {
      mode: 'auto',
      directives: {
        'default-src': self,
        'script-src': self,
        'style-src': self,
        'style-src-attr': ['unsafe-hashes', ANNOUNCER_STYLE],
        'img-src': ['self', 'data:'],
        'connect-src': self,
        'font-src': self,
        'object-src': ['none'],
        'base-uri': ['none'],
        'form-action': self,
        'frame-ancestors': ['none'],
      },
    },
  },
}
