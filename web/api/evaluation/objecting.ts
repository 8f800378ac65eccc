import { ShouwangError } from '../../../errors.ts'
import { objectionsOf, type ObjectionRow, type ObjectionState } from '../../../queries/evaluation.ts'
import { frozenOf } from '../../../queries/freezes.ts'
import type { Transaction } from '../../../queries/warehouse.ts'
import type { Viewer } from '../../server/viewer.ts'
import type { Desk } from '../desk.ts'
import { keepFiles, readFile } from '../handed-in.ts'
import { newId } from '../inspections/planning.ts'
import { evaluatedYear } from './evaluated-year.ts'
import { itemsOf, type ObjectionItem } from './objection-items.ts'
import { deadlineOf, ownTownships } from './objections.ts'

/** An objection as a township sends it. */
export interface NewObjection {
  objection_id: string
  township: string
  kind: ObjectionItem['kind']
  item: string
  words: string
  /** In base64. */
  files: readonly string[]
}

/** Bound to no inspection and no child: what is written of a score is about a township. */
const BOUND = { inspection_id: '', child_id: null }

/**
 * Keeps an objection with the score that it objects to, as that stands now. Throws `forbidden` for another township,
 * `conflict` after the last day, in a frozen year and where an objection to the same still waits, `bad_parameter` for what does
 * not stand in the township's score.
 */
export async function makeObjection(
  desk: Desk,
  viewer: Viewer,
  { year, sent }: { year: string; sent: NewObjection },
): Promise<'kept' | 'known'> {
  const { objection_id, township, kind, words } = sent
  if (!ownTownships(viewer).includes(township)) {
    throw new ShouwangError('forbidden', '只能对本乡镇的得分提出异议。', { township })
  }
  await requireTime(desk, year)
  const { results } = await evaluatedYear(desk, { year, draws: 0 })
  const found = itemsOf(results, township).find((each) => each.kind === kind && each.item === sent.item)
  if (found === undefined) throw notInScore(sent)
  const files = sent.files.map(readFile)
  const { item, about } = found
  const made = { objection_id, year, township_id: township, kind, item, about: JSON.stringify(about) }
  return desk.services.warehouse.record(async (transaction) => {
    await requireThawed(transaction, year)
    await requireTime(desk, year)
    const all = await objectionsOf(transaction, { year })
    const known = all.find((each) => each.objection_id === objection_id)
    if (known !== undefined) return knownOrTaken(known.township_id === township && known.made_by === viewer.name)
    const waiting = all.find((each) => isAbout(each, { township, kind, item }) && each.state === 'made')
    if (waiting !== undefined) {
      throw new ShouwangError('conflict', '对这一项已有一条异议在等县里决定；要改写，请先撤回。', {
        objection_id: waiting.objection_id,
      })
    }
    const stood = { as_of_at: results.as_of, scheme_version: results.scheme_version ?? 0 }
    await transaction.run('evaluation/add_objection', { ...made, ...stood })
    await addEvent(desk, viewer, { transaction, objection_id, event: { event_id: newId(), kind: 'made', words } })
    const statement = 'evaluation/add_objection_file'
    await keepFiles(desk, transaction, { files, statement, of: { objection_id }, bound: BOUND })
    return 'kept'
  })
}

const isAbout = (row: ObjectionRow, { township, kind, item }: { township: string; kind: string; item: string }) =>
  row.township_id === township && row.kind === kind && row.item === item

const notInScore = ({ kind, item }: NewObjection): ShouwangError =>
  new ShouwangError('bad_parameter', '本乡镇的得分里没有这一项，请重新打开页面再选。', {
    parameter: 'item',
    kind,
    item,
  })

const frozen = (year: string): ShouwangError =>
  new ShouwangError('conflict', `${year} 年已经冻结，异议不能再提、再变。`, { year })

/** Asked inside the transaction, where nobody freezes the year in between: that is done alone (`Warehouse.alone`). */
async function requireThawed(transaction: Transaction, year: string): Promise<void> {
  if ((await frozenOf(transaction, year)) !== null) throw frozen(year)
}

async function requireTime(desk: Desk, year: string): Promise<void> {
  const { is_frozen, is_late, objections_until, today } = await deadlineOf(desk, year)
  if (is_frozen) throw frozen(year)
  if (!is_late) return
  const message = `${year} 年的异议截止到 ${objections_until}，今天（${today}）已过期。`
  throw new ShouwangError('conflict', message, { objections_until, today })
}

/** What follows an objection: it is decided or withdrawn. */
export interface Following {
  event_id: string
  kind: Exclude<ObjectionState, 'made'>
  words: string
  /** The version of the scheme that a decision led to. */
  scheme_version?: number | undefined
}

/**
 * Appends what follows an objection that waits. Throws `conflict` where it does not wait any more or the year is frozen, and
 * `bad_parameter` for a version of the scheme that is not there or no later than the one that was objected to.
 */
export async function followObjection(
  desk: Desk,
  viewer: Viewer,
  { year, objection, following }: { year: string; objection: ObjectionRow; following: Following },
): Promise<'kept' | 'known'> {
  const { objection_id } = objection
  const { event_id, kind, scheme_version } = following
  const { is_frozen, newest_version } = await deadlineOf(desk, year)
  if (is_frozen) throw frozen(year)
  if (scheme_version !== undefined) requireLater(scheme_version, { objection, newest_version })
  return desk.services.warehouse.record(async (transaction) => {
    const [known] = await transaction.query('evaluation/objection_event', { event_id })
    if (known !== undefined) {
      const { objection_id: of, kind: done, happened_by } = known
      return knownOrTaken(of === objection_id && done === kind && happened_by === viewer.name)
    }
    await requireThawed(transaction, year)
    const [row] = await objectionsOf(transaction, { year, objection_id })
    if (row?.state !== 'made') {
      throw new ShouwangError('conflict', '这条异议已经决定或者撤回，不能再变。', { state: row?.state })
    }
    await addEvent(desk, viewer, { transaction, objection_id, event: following })
    return 'kept'
  })
}

function requireLater(
  scheme_version: number,
  { objection, newest_version }: { objection: ObjectionRow; newest_version: number },
): void {
  const { scheme_version: before } = objection
  if (scheme_version > before && scheme_version <= newest_version) return
  const message = `依据的方案应是异议之后存的：第 ${before} 版之后，不晚于最新的第 ${newest_version} 版。`
  throw new ShouwangError('bad_parameter', message, { parameter: 'scheme_version', value: scheme_version })
}

function knownOrTaken(isSame: boolean): 'known' {
  if (isSame) return 'known'
  throw new ShouwangError('conflict', '这个编号已经用过，请重新打开页面再交。')
}

interface Added {
  transaction: Transaction
  objection_id: string
  event: Omit<Following, 'kind'> & { kind: ObjectionState }
}

async function addEvent(desk: Desk, viewer: Viewer, { transaction, objection_id, event }: Added): Promise<void> {
  const { event_id, kind, words, scheme_version = null } = event
  const happened = { happened_at: desk.local(), happened_by: viewer.name }
  await transaction.run('evaluation/add_objection_event', { event_id, objection_id, kind, ...happened, scheme_version })
  if (words === '') return
  const sealed = desk.services.texts.seal(event_id, words)
  await transaction.run('inspections/add_sealed', { item_id: event_id, ...BOUND, sealed })
}
