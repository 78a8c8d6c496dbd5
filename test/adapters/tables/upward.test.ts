import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { upward } from '../../../src/adapters/tables/audit/upward.ts';

/** A store of positions that gives what lies in a range downward, and counts how often and how much it is asked. */
function storeOf(positions: readonly bigint[]) {
  const asked = { reads: 0, rows: 0 };
  const read = (low: bigint, high: bigint, most: number) => {
    const found = positions
      .filter((position) => low <= position && position < high)
      .toSorted((a, b) => Number(b - a))
      .slice(0, most + 1);
    asked.reads += 1;
    asked.rows += found.length;
    return Promise.resolve(found);
  };
  const count = async (low: bigint, high: bigint, most: number) => (await read(low, high, most)).length;
  return { asked, read, count };
}

async function walk(positions: readonly bigint[], { high = 10n ** 23n, most = 20, take = Infinity } = {}) {
  const { asked, read, count } = storeOf(positions);
  const seen: bigint[] = [];
  for await (const rows of upward({ low: 0n, high, width: 3_600n, most, read, count })) {
    seen.push(...rows.toReversed());
    if (seen.length >= take) break;
  }
  return { seen, asked };
}

describe('a walk upward', () => {
  it('gives every row once, the lowest first, however they lie', async () => {
    const position = fc.oneof(
      fc.bigInt(0n, 10n ** 23n - 1n),
      fc.bigInt(0n, 1000n),
      fc.bigInt(10n ** 20n, 10n ** 20n + 9n),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(position, { maxLength: 200 }), async (positions) => {
        const { seen } = await walk(positions);
        expect(seen).toEqual(positions.toSorted((a, b) => (a < b ? -1 : Number(a > b))));
      }),
    );
  });

  it('costs the same for the first rows, however many follow', async () => {
    const evenly = (count: number) => Array.from({ length: count }, (_, index) => BigInt(index) * 1000n);
    const short = await walk(evenly(100), { take: 20, high: 10n ** 8n });
    const long = await walk(evenly(20_000), { take: 20, high: 10n ** 8n });
    expect(long.asked).toEqual(short.asked);
  });

  it('crosses a gap in as many reads as its length has digits', async () => {
    const { asked } = await walk([10n ** 22n]);
    expect(asked.reads).toBeLessThan(60);
  });
});
