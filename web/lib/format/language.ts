/** The languages of the pages; Chinese first. */
export const LANGUAGES = ['zh', 'en'] as const

export type Language = (typeof LANGUAGES)[number]

/** The BCP 47 tag that `lang` attributes and `Intl` take. */
export const languageTag = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB')
