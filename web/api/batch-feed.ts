import type { BatchEvent } from '../../pipeline/application.ts'
import type { IncidentEvent } from '../../pipeline/incident-clock.ts'
import type { ApiServices } from './services.ts'

const KEPT = 256

/** An event with the id that a client names to have what came after it. */
export interface FedEvent {
  id: string
  name: 'batch' | 'incident'
  event: BatchEvent | IncidentEvent
}

/** Hands batch and incident events to whoever follows them, and the last ones to whoever was away for a moment. */
export class BatchFeed {
  readonly #followers = new Set<(fed: FedEvent) => void>()
  readonly #last: FedEvent[] = []
  readonly #start: string
  #count = 0

  constructor({ events, since }: Pick<ApiServices, 'events' | 'since'>) {
    this.#start = since.getTime().toString(36)
    events.on('batch', (event) => this.#feed('batch', event))
    events.on('incident', (event) => this.#feed('incident', event))
  }

  get follower_count(): number {
    return this.#followers.size
  }

  /** Follows from now on; answers what ends it. */
  follow(follower: (fed: FedEvent) => void): () => void {
    this.#followers.add(follower)
    return () => this.#followers.delete(follower)
  }

  /** What came after the event of this id; all that is kept where the id is of an earlier process. */
  since(id: string): readonly FedEvent[] {
    const index = this.#last.findIndex((fed) => fed.id === id)
    return this.#last.slice(index + 1)
  }

  #feed(name: FedEvent['name'], event: FedEvent['event']): void {
    const fed = { id: `${this.#start}-${++this.#count}`, name, event }
    this.#last.push(fed)
    if (this.#last.length > KEPT) this.#last.shift()
    for (const follower of this.#followers) follower(fed)
  }
}
