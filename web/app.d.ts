import type { IncomingMessage } from 'node:http'
import type { Language } from './lib/format/language.ts'
import type { Theme } from './lib/theme.ts'
import type { County, Services } from './server/services.ts'
import type { Viewer } from './server/viewer.ts'

declare global {
  namespace App {
    interface Platform {
      req: IncomingMessage & { services?: Services; clientAddress?: string }
    }
    interface Locals {
      services: Services | null
      county: County | null
      /** Whoever is signed in. */
      viewer: Viewer | null
      language: Language
      theme: Theme
    }
    interface PageData {
      /** The instant of the figures in sight, for the header. */
      instant?: string | null
    }
    interface PageState {
      /** The page's own address, where what it shows was written into it without asking anything anew. */
      address?: string
    }
    interface Error {
      message: string
      /** The one thing to do, in the reader's language. */
      advice?: string
    }
  }
}

export {}
