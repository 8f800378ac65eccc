import { readAsOf } from '../server/as-of.ts'
import type { LayoutServerLoad } from './$types'

// For pages without a county (the style guide in development); every county names its own.
const DEFAULT_TIMEZONE = 'Asia/Shanghai'

export const load: LayoutServerLoad = ({ locals, url }) => {
  const timezone = locals.county?.timezone ?? DEFAULT_TIMEZONE
  // A page refuses a wrong instant itself: thrown here it would leave no layout to show the refusal in.
  const { asOf, isWrong } = readAsOf(url.searchParams.get('as_of'), timezone)
  return {
    county: locals.county,
    viewer: locals.viewer,
    language: locals.language,
    theme: locals.theme,
    timezone,
    asOf,
    isAsOfWrong: isWrong,
  }
}
