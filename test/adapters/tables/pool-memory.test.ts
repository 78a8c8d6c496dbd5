import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { fromMemory, toMemory } from '../../../src/adapters/tables/pool-memory.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { NOON } from '../../support/builders.ts';

it('writes moments as they write themselves, to the nanosecond', () => {
  const nanoseconds = fc.oneof(
    fc.bigInt({ min: -(8n * 10n ** 21n), max: 8n * 10n ** 21n }),
    fc.bigInt({ min: 0n, max: 4n * 10n ** 12n }).map((milliseconds) => milliseconds * 1_000_000n),
  );
  fc.assert(
    fc.property(nanoseconds, (at) => {
      const lastStart = Temporal.Instant.fromEpochNanoseconds(at);
      const spent = [{ at: lastStart, action: 'start', nodes: 2 }] as const;
      const text = fromMemory({ ...NO_MEMORY, lastStart, spent });
      expect(JSON.parse(text)).toMatchObject({
        lastStart: lastStart.toString(),
        spent: [{ at: lastStart.toString() }],
      });
      expect(toMemory(text).lastStart?.epochNanoseconds).toBe(at);
    }),
  );
});

it('makes a moment once that it reads again', () => {
  const text = fromMemory({ ...NO_MEMORY, lastStart: NOON, lookedAt: NOON });
  const [first, second] = [toMemory(text), toMemory(text)];
  expect(first.lastStart).toBe(first.lookedAt);
  expect(second.lastStart).toBe(first.lastStart);
});
