import { overwriteGetLocale } from '$lib/i18n/compiled/runtime.js'

// The server chose the language from the cookie and wrote it on the page: the browser says what the page says, so that
// the first render agrees with what was sent. A switch is a link and loads the page anew.
const language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en'
overwriteGetLocale(() => language)
