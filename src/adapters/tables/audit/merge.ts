import type { AuditOrder } from '../../../ports/audit.ts';
import type { KeyedRecord } from './read-chain.ts';
import { compareRecordKeys } from './record-key.ts';

/** A stream with what it gave last. */
interface Head {
  readonly stream: AsyncGenerator<KeyedRecord>;
  readonly next: KeyedRecord;
}

/** How many streams are asked at the same time for their first record. */
const AT_ONCE = 16;

/** Merges streams that are each in an order into one that is. */
export async function* mergeInOrder(
  streams: readonly AsyncGenerator<KeyedRecord>[],
  order: AuditOrder,
): AsyncGenerator<KeyedRecord> {
  const heads = (await firstOf(streams)).toSorted((a, b) =>
    compareRecordKeys(a.next.recordKey, b.next.recordKey, order),
  );
  for (let head = heads.shift(); head !== undefined; head = heads.shift()) {
    yield head.next;
    const { stream } = head;
    const { value, done } = await stream.next();
    if (done !== true) heads.splice(indexAmong(heads, value, order), 0, { stream, next: value });
  }
}

async function firstOf(streams: readonly AsyncGenerator<KeyedRecord>[]): Promise<readonly Head[]> {
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
function indexAmong(heads: readonly Head[], { recordKey }: KeyedRecord, order: AuditOrder): number {
  let [low, high] = [0, heads.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = heads[middle];
    if (other !== undefined && compareRecordKeys(other.next.recordKey, recordKey, order) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
