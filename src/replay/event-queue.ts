/** Something that happens to a node of a simulated pool. */
export interface PoolEvent {
  readonly atS: number;
  readonly kind: 'task-ended' | 'started' | 'deallocated';
  readonly node: number;
  /** The job of a task that has ended; -1 for other events. */
  readonly job: number;
}

/** Events ordered by time, in a binary heap. */
export class EventQueue {
  readonly #events: PoolEvent[] = [];

  /** When the next event happens; infinity if there is none. */
  get nextS(): number {
    return this.#events[0]?.atS ?? Number.POSITIVE_INFINITY;
  }

  push(event: PoolEvent): void {
    const events = this.#events;
    let index = events.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = events[parent];
      if (above === undefined || above.atS <= event.atS) break;
      events[index] = above;
      index = parent;
    }
    events[index] = event;
  }

  /** Removes and returns the next event; `undefined` if there is none. */
  pop(): PoolEvent | undefined {
    const events = this.#events;
    const [first] = events;
    const last = events.pop();
    if (last !== undefined && events.length > 0) this.#sink(last);
    return first;
  }

  #sink(event: PoolEvent): void {
    const events = this.#events;
    let index = 0;
    for (;;) {
      const child = this.#earlierChild(index);
      const below = events[child];
      if (below === undefined || below.atS >= event.atS) break;
      events[index] = below;
      index = child;
    }
    events[index] = event;
  }

  #earlierChild(index: number): number {
    const left = 2 * index + 1;
    const [a, b] = [this.#events[left], this.#events[left + 1]];
    return a !== undefined && b !== undefined && b.atS < a.atS ? left + 1 : left;
  }
}
