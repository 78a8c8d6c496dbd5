import type { AuditOrder } from '../../../ports/audit.ts';
import { comparePlaces } from './place.ts';
import type { PlacedRecord } from './read-chain.ts';

/** A stream with what it gave last. */
interface Head {
  readonly stream: AsyncGenerator<PlacedRecord>;
  readonly next: PlacedRecord;
}

/** How many streams are asked at the same time for their first record. */
const AT_ONCE = 16;

/** Merges streams that are each in an order into one that is. */
export async function* mergeInOrder(
  streams: readonly AsyncGenerator<PlacedRecord>[],
  order: AuditOrder,
): AsyncGenerator<PlacedRecord> {
  const heads = (await firstOf(streams)).toSorted((a, b) => comparePlaces(a.next.place, b.next.place, order));
  for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
    yield head.next;
    const { stream } = head;
    const { value, done } = await stream.next();
    if (done !== true) heads.splice(placeAmong(heads, value, order), 0, { stream, next: value });
  }
}

async function firstOf(streams: readonly AsyncGenerator<PlacedRecord>[]): Promise<readonly Head[]> {
  const heads: Head[] = [];
  const waiting = streams.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const stream of waiting) {
        const { value, done } = await stream.next();
        if (done !== true) heads.push({ stream, next: value });
      }
    }),
  );
  return heads;
}

/** Where a record belongs among heads that are in order. */
function placeAmong(heads: readonly Head[], { place }: PlacedRecord, order: AuditOrder): number {
  let [low, high] = [0, heads.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = heads[middle];
    if (other !== undefined && comparePlaces(other.next.place, place, order) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
