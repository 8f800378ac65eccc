import type { NoticeEvent, NoticeTarget } from '../../queries/notices.ts'
import type { ChannelConfig, NoticeKind } from '../notices/config.ts'
import type { Choice } from './choices.ts'

/** Somebody with an account; web/server knows what they may see. */
export interface Reader {
  name: string
  role: string
  units: readonly string[]
  is_disabled?: boolean
}

/** The rules of who may see what, handed in by whoever serves (web/server/scope.ts). */
export interface NoticeScope {
  /** The accounts, as they are now. */
  readers(): readonly Reader[]
  /** Whether an account may be told of a kind that happened in these units. */
  may_be_told(reader: Reader, kind: NoticeKind, places: readonly string[]): boolean
  is_within(unit: string, units: readonly string[]): boolean
}

export interface Chosen {
  scope: NoticeScope
  channels: readonly ChannelConfig[]
  choice_of(name: string): Choice | undefined
}

/**
 * Whom an event is told, and where: those who chose it and may see it now. A group once, however many chose it, and only
 * what happened in the units that it is for; an e-mail address once, whoever has it.
 */
export function targetsOf({ kind, places }: Pick<NoticeEvent, 'kind' | 'places'>, chosen: Chosen): NoticeTarget[] {
  const { scope, channels } = chosen
  const isAmong = (units: readonly string[]): boolean =>
    units.length === 0 || places.some((place) => scope.is_within(place, units))
  const found = new Map<string, NoticeTarget>()
  for (const reader of scope.readers()) {
    const choice = chosen.choice_of(reader.name)
    if (choice === undefined || reader.is_disabled === true) continue
    const isChosen = choice.kinds.some((each) => each === kind) && isAmong(choice.units)
    if (!isChosen || !scope.may_be_told(reader, kind as NoticeKind, places)) continue
    for (const channel of channels.filter(({ id }) => choice.channels.includes(id))) {
      if (channel.kind !== 'smtp') {
        if (isAmong(channel.units)) found.set(channel.id, { channel: channel.id, recipient: '' })
      } else if (choice.address !== null && isAddressFor(channel, choice.address)) {
        const once = `${channel.id} ${choice.address.toLowerCase()}`
        if (!found.has(once)) found.set(once, { channel: channel.id, recipient: reader.name })
      }
    }
  }
  return [...found.values()]
}

/** Whether letters of a channel may go to an address. */
export const isAddressFor = ({ domains }: { domains: readonly string[] }, address: string): boolean =>
  domains.length === 0 || domains.some((domain) => address.toLowerCase().endsWith(`@${domain.toLowerCase()}`))
