/** A file's name without what could be the number of a child or a telephone: which file it was, its digest says. */
export const withoutNumbers = (name: string): string => name.replace(/(?:\p{Nd}[\s_-]*){11,}[Xx]?/gu, '…')
