import type { AuditOrder } from '../../../ports/audit.ts';
import type { KeyedRecord } from './read-chain.ts';
import { compareRecordKeys } from './record-key.ts';

/** A stream, and its next record. */
interface Head {
  readonly stream: AsyncGenerator<KeyedRecord>;
  readonly next: KeyedRecord;
}

/** The most streams that are asked for their first record at the same time. */
const AT_ONCE = 16;

/** Merges sorted streams into one sorted stream. */
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

/** The position at which a record belongs among sorted heads. */
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
