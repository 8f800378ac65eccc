/**
 * A register is data, not code (architecture.md): columns, synonyms and rules are one declaration; reading, cleaning,
 * rejecting, templates and documentation follow from it.
 */
export interface Register {
  code: string
  zh: string
  /** Further names that a file or sheet may carry (registers.md, the heading of a register). */
  aliases: readonly string[]
  /** One of the second set: a township that has never sent it is not told that it is absent. */
  is_further?: boolean
  /** One sentence for the template: what belongs in here. */
  sentence: string
  /** Field names of the natural key. */
  key: readonly string[]
  /** In the order of registers.md: the first fault in this order is a rejected row's reason. */
  fields: readonly Field[]
}

export type FieldType = 'id' | 'text' | 'date' | 'datetime' | 'yes_no' | 'phone' | 'number' | 'choice' | 'level'

/**
 * What a cell identifies. Such a cell never enters the warehouse as text: it is sealed into the dictionary of identities
 * and the row holds its key (HMAC).
 */
export type IdentityKind = 'child' | 'name' | 'phone' | 'address' | 'note'

export interface Field {
  name: string
  /** Headers in the order of registers.md; the first is the one that templates use. */
  headers: readonly [string, ...string[]]
  type: FieldType
  /** `value`: ★ column and value are required; `column`: ☆ the column is required, its value may be empty. */
  required?: 'value' | 'column'
  /** For `choice`: code → spellings, the first of which is shown. */
  choices?: Readonly<Record<string, readonly [string, ...string[]]>>
  identity?: IdentityKind
  /** Free text of which only the length and a keyed digest are kept. */
  is_digest?: boolean
  /** ◆ a file is complete when all of these are filled. */
  is_for_completeness?: boolean
  /** An end: may lie in the future; before `starts` it is emptied with `date_order`. */
  ends?: string
  /** A time that cannot be before that of this field: kept, with the warning `time_order`. */
  not_before?: string
  /** `无` is an answer here, not an empty cell. */
  is_none_an_answer?: boolean
  /** The cell names one of the township's villages or schools in the config. */
  unit?: 'village' | 'school'
  /** Taken from (and checked against) the id in this field: sex from its 17th digit, birth date from digits 7–14. */
  from_id?: 'sex' | 'birth_date'
  /** One short example for the template, and a note for the clerk where the rule needs one. */
  example?: string
  note?: string
}

/** The headers, in the words of registers.md, that every register with a child uses for it. */
export const CHILD_ID_HEADERS = ['身份证号', '身份证号码', '公民身份号码', '儿童身份证号'] as const

export const childId = (): Field => ({
  name: 'child_id',
  headers: CHILD_ID_HEADERS,
  type: 'id',
  required: 'value',
  identity: 'child',
  example: '990001201609010015',
  note: '18 位，文本格式；请勿用数字格式，否则末尾会变成 0',
})
