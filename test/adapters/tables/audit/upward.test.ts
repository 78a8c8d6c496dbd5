import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Survey, upward } from '../../../../src/adapters/tables/audit/upward.ts';

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
  return { asked, read };
}

interface Walk {
  readonly low?: bigint;
  readonly high?: bigint;
  readonly width?: bigint;
  readonly most?: number;
  readonly take?: number;
  readonly survey?: (rows: readonly bigint[]) => Survey | undefined;
}

async function walk(
  positions: readonly bigint[],
  { low = 0n, high = 10n ** 23n, width = 3_600n, most = 20, take = Infinity, survey }: Walk = {},
) {
  const { asked, read } = storeOf(positions);
  const seen: bigint[] = [];
  let went = { low, width };
  for await (const { rows, width: next } of upward({
    low,
    high,
    width,
    most,
    read,
    glance: read,
    ...(survey && { survey }),
  })) {
    went = { low: (rows[0] ?? 0n) + 1n, width: next };
    seen.push(...rows.toReversed());
    if (seen.length >= take) break;
  }
  return { seen, asked, went };
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

  it('gives every row once, whatever is said of how they lie', async () => {
    const lie = fc.record({ lowest: fc.bigInt(), apart: fc.bigInt(), before: fc.bigInt() });
    const positions = Array.from({ length: 200 }, (_, index) => BigInt(index) ** 3n * 1000n);
    await fc.assert(
      fc.asyncProperty(fc.func(fc.option(lie, { nil: undefined })), async (survey) => {
        expect((await walk(positions, { survey, high: 10n ** 11n })).seen).toEqual(positions);
      }),
    );
  });

  it('costs the same for the first rows, however many follow', async () => {
    const evenly = (count: number) => Array.from({ length: count }, (_, index) => BigInt(index) * 1000n);
    const short = await walk(evenly(100), { take: 20, high: 10n ** 8n });
    const long = await walk(evenly(20_000), { take: 20, high: 10n ** 8n });
    expect(long.asked).toEqual(short.asked);
  });

  it('asks for each stride once where it goes on from another walk', async () => {
    const dense = Array.from({ length: 5000 }, (_, index) => BigInt(index));
    const first = await walk(dense, { take: 20 });
    const second = await walk(dense, { ...first.went, take: 20 });
    expect(second.seen[0]).toBe(BigInt(first.seen.length));
    expect([first.asked.reads, second.asked.reads]).toEqual([5, 2]);
  });

  it.each([1n, 7n, 50n, 1000n])('reads a page with one request where rows lie %d apart', async (apart) => {
    const rows = Array.from({ length: 5000 }, (_, index) => BigInt(index) * apart);
    let { went } = await walk(rows, { most: 40, take: 20 });
    const reads: number[] = [];
    for (let page = 1; page < 20; page += 1) {
      const next = await walk(rows, { ...went, most: 40, take: 20 });
      reads.push(next.asked.reads);
      ({ went } = next);
    }
    expect(reads).toEqual(Array(19).fill(1));
  });

  it('finds the beginning of a crowd after a gap in few requests', async () => {
    const crowd = Array.from({ length: 20_000 }, (_, index) => 43_200n + BigInt(index) * 2n);
    const { asked, seen } = await walk(crowd, { most: 200, take: 100, high: 10n ** 6n });
    expect(seen[0]).toBe(43_200n);
    expect(asked.reads).toBeLessThan(20);
  });

  it('goes to the beginning of a crowd at once where rows say how they lie', async () => {
    const crowd = Array.from({ length: 20_000 }, (_, index) => 43_200n + BigInt(index) * 2n);
    const survey = (rows: readonly bigint[]) => {
      const lowest = rows.at(-1);
      return lowest === undefined ? undefined : { lowest, apart: 2n, before: BigInt(crowd.indexOf(lowest)) };
    };
    const { asked, seen } = await walk(crowd, { most: 200, take: 100, high: 10n ** 6n, survey });
    expect(seen[0]).toBe(43_200n);
    expect(asked.reads).toBe(4);
  });

  it('crosses a gap after a crowd as any other', async () => {
    const crowd = Array.from({ length: 1000 }, (_, index) => 43_200n + BigInt(index));
    const { asked, seen } = await walk([...crowd, 10n ** 22n], { most: 200 });
    expect(seen).toHaveLength(1001);
    expect(asked.reads).toBeLessThan(90);
  });

  it('crosses a gap in as many reads as its length has digits', async () => {
    const { asked } = await walk([10n ** 22n]);
    expect(asked.reads).toBeLessThan(60);
  });
});
