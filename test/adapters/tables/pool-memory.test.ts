import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { fromMemory, toMemory } from '../../../src/adapters/tables/pool-memory.ts';
import type { JobWork } from '../../../src/core/demand/job-work.ts';
import { demandAfter } from '../../../src/core/demand/pool-demand.ts';
import { NO_MEMORY, type PoolMemory } from '../../../src/core/memory/memory.ts';
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

it('keeps which tasks waited for others, so that their release is recorded at the next look', () => {
  const load = (tasks: number) => ({ tasks, slots: tasks });
  const look = (minutes: number, runnable: number, running: number) => {
    const job: JobWork = {
      ...{ jobId: 'film-1', poolId: 'render', priority: 0, maxParallelTasks: undefined, usesTaskDependencies: true },
      ...{ active: load(8), running: load(running), completed: 0 },
      runnable: { atLeast: load(runnable), atMost: load(runnable) },
      blocked: [{ waitsFor: [{ taskId: 'a', startedMs: 5 }], tasks: 8 - runnable, slots: 8 - runnable }],
    };
    const epochMilliseconds = NOON.epochMilliseconds + minutes * 60_000;
    return { epochMilliseconds, needed: 1, paid: 1, busy: 1, work: [job] };
  };
  const before: PoolMemory = { ...NO_MEMORY, demand: demandAfter(undefined, look(0, 2, 1)) };
  const kept = toMemory(fromMemory(before));
  expect(kept).toEqual(before);
  expect(demandAfter(kept.demand, look(1, 6, 1))?.minutes.at(-1)?.families).toEqual([
    { family: 'film-*', submittedTasks: 0, endedTasks: 0, releasedTasks: 4 },
  ]);
});
