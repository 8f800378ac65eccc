import type { IncomingMessage } from 'node:http'
import type { Language } from './lib/format/language.ts'
import type { Theme } from './lib/theme.ts'
import type { County, Services } from './server/services.ts'

declare global {
  namespace App {
    interface Platform {
      req: IncomingMessage & { services?: Services }
    }
    interface Locals {
      services: Services | null
      county: County | null
      language: Language
      theme: Theme
    }
    interface PageData {
      /** The instant of the figures in sight, for the header. */
      instant?: string | null
    }
    interface Error {
      message: string
      /** The one thing to do, in the reader's language. */
      advice?: string
    }
  }
}

export {}
