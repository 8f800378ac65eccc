import type { StatisticalReturn } from '../../queries/returns.ts'
import type { Language, Words } from './language.ts'
import { COUNT_WORDS, NOTES, PART_WORDS, TABLE_TITLES, TABLE_UNITS } from './return-words.ts'

/** One count of a table, under a heading that it shares with its neighbours, or alone. */
export interface ReturnColumn {
  name: string
  label: string
  group: string | null
}

/** One of the four tables of a return in a reader's language: the same on the page, in the workbook and in the terminal. */
export interface ReturnTable {
  code: keyof typeof TABLE_TITLES
  title: string
  unit: string
  columns: ReturnColumn[]
  notes: string[]
}

type About = Pick<StatisticalReturn, 'age_limit' | 'situations' | 'day' | 'known_at' | 'rows'>

/** The last age of each class; of the last there is none but what the policy sets. */
const AGES = [
  { name: 'age_0_5', from: 0, to: 5 },
  { name: 'age_6_13', from: 6, to: 13 },
  { name: 'age_14_up', from: 14, to: Infinity },
] as const

/** The tables of a return; a class that the policy leaves nobody in has no column. */
export function returnTables(about: About, language: Language): ReturnTable[] {
  const column = (
    name: string,
    group: string | null = null,
    words: Words | undefined = COUNT_WORDS[name],
  ): ReturnColumn => ({
    name,
    label: words?.[language] ?? name,
    group: group === null ? null : (PART_WORDS[group]?.[language] ?? group),
  })
  const part = (name: string): ReturnColumn[] =>
    Object.keys(COUNT_WORDS)
      .filter((each) => each.startsWith(`${name}_`))
      .map((each) => column(each, name))
  const ages = agesUnder(about.age_limit).map(({ name, label }) => column(name, 'age', label))
  const situations = part('situation').filter(({ name }) => about.situations.includes(name.replace('situation_', '')))
  const columns: Record<ReturnTable['code'], ReturnColumn[]> = {
    children: [column('children'), ...ages, ...part('sex'), ...situations, ...part('care')],
    care: [column('children'), ...part('guardian'), ...part('schooling')],
    work: [
      column('children'),
      ...['children_before', 'children_new', 'children_gone'].map((name) => column(name, 'moved')),
      ...['file_done', 'pairing_done', 'key_pairing_owed', 'key_pairing_done'].map((name) => column(name, 'done')),
      ...['talk_owed', 'talk_done', 'talk_held'].map((name) => column(name, 'talk')),
    ],
    incidents: [column('incidents'), ...part('incidents')],
  }
  const who = NOTES.who[language](about.day, about.age_limit)
  const known = NOTES.known[language](about.known_at.slice(0, 16).replace('T', ' '))
  const isHidden = about.rows.some((row) => Object.values(row).includes(null))
  const own = {
    children: [who],
    care: [who, NOTES.care[language]],
    work: [NOTES.work[language]],
    incidents: [NOTES.incidents[language], ...(isHidden ? [NOTES.hidden[language]] : [])],
  }
  return (Object.keys(columns) as ReturnTable['code'][]).map((code) => ({
    code,
    title: TABLE_TITLES[code][language],
    unit: TABLE_UNITS[code][language],
    columns: columns[code],
    notes: [...own[code], known],
  }))
}

/** The classes of ages under a limit: under 17 the last is 14–16. */
function agesUnder(limit: number): { name: string; label: Words }[] {
  return AGES.filter(({ from }) => from < limit).map(({ name, from, to }) => {
    const last = Math.min(to, limit - 1)
    const ages = from === last ? `${from}` : `${from}–${last}`
    return { name, label: { zh: `${ages}岁`, en: ages } }
  })
}
