/** Pages of the present alone: what they show is not kept as of a day, and no control offers one there. */
const OF_THE_PRESENT = ['/orders', '/inspections', '/data', '/audit', '/account', '/children', '/field', '/methods']

/** Whether a page can be seen as of an earlier day. */
export const isSeenAsOf = (path: string): boolean =>
  !OF_THE_PRESENT.some((page) => path === page || path.startsWith(`${page}/`))
