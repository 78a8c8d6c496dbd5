import { comparePlaces } from './keys.ts';
import type { PlacedRecord } from './read-chain.ts';

/** Merges streams that are each in order into one that is. The first record of each is read at the same time. */
export async function* mergeInOrder(streams: readonly AsyncGenerator<PlacedRecord>[]): AsyncGenerator<PlacedRecord> {
  const heads = await Promise.all(streams.map(async (stream) => ({ stream, next: await stream.next() })));
  for (;;) {
    const alive = heads.filter(({ next }) => next.done !== true);
    const [first, ...others] = alive;
    if (first === undefined) return;
    const earliest = others.reduce((best, head) => (isBefore(head.next, best.next) ? head : best), first);
    if (earliest.next.done === true) return;
    yield earliest.next.value;
    earliest.next = await earliest.stream.next();
  }
}

function isBefore(a: IteratorResult<PlacedRecord>, b: IteratorResult<PlacedRecord>): boolean {
  return a.done !== true && b.done !== true && comparePlaces(a.value.place, b.value.place) < 0;
}
