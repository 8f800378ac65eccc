import { readAsOf } from '../server/as-of.ts'
import { mayAsk, type AccessKind } from '../server/scope.ts'
import type { Viewer } from '../server/viewer.ts'
import type { LayoutServerLoad } from './$types'

// For pages without a county (the style guide in development); every county names its own.
const DEFAULT_TIMEZONE = 'Asia/Shanghai'

/** The pages of the navigation, and what each asks for first. */
const DOORS = {
  '/': 'figures',
  '/compare': 'figures',
  '/incidents': 'rows',
  '/returns': 'figures',
  '/review': 'rows',
  '/inspections': 'inspections',
  '/orders': 'rows',
  '/evaluation': 'figures',
  '/changes': 'desk',
  '/data': 'desk',
  '/audit': 'audit',
} as const satisfies Record<string, AccessKind>

/** The pages that a reader may use: no door is shown that is locked. */
const doorsOf = (viewer: Viewer | null): string[] =>
  Object.entries(DOORS).flatMap(([href, kind]) => (viewer !== null && mayAsk(viewer, kind) ? [href] : []))

export const load: LayoutServerLoad = ({ locals, url }) => {
  const timezone = locals.county?.timezone ?? DEFAULT_TIMEZONE
  // A page refuses a wrong instant itself: thrown here it would leave no layout to show the refusal in.
  const { asOf, isWrong } = readAsOf(url.searchParams.get('as_of'), timezone)
  return {
    county: locals.county,
    viewer: locals.viewer,
    doors: doorsOf(locals.viewer),
    language: locals.language,
    theme: locals.theme,
    timezone,
    asOf,
    isAsOfWrong: isWrong,
  }
}
