/** Words without what could be the number of a person or a telephone: for what is printed and handed around. */
export const withoutNumbers = (words: string): string => words.replace(/\p{Nd}(?:[\s_-]*\p{Nd}){10,}[Xx]?/gu, '…')
