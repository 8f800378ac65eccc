/** A name as pages show it: the first character, the rest as one star. They are the names of minors. */
export const maskName = (name: string): string => `${[...name][0] ?? ''}*`

/** What of an id number tells two children of one name apart. */
export const lastFour = (id: string): string => id.slice(-4)
