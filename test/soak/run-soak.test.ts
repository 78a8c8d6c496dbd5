import { beforeAll, expect, it } from 'vitest';
import { runSoak, type SoakPart } from './run-soak.ts';

const parts: SoakPart[] = [];

beforeAll(async () => {
  for await (const part of runSoak({ seed: 1, minutes: 240, parts: 4 })) parts.push(part);
});

it('pools of all kinds are looked after, and every chain and every intent is whole', () => {
  expect(parts.flatMap(({ faults }) => faults)).toEqual([]);
  expect(parts.at(-1)?.acts).toBeGreaterThan(50);
  expect(parts.at(-1)?.records).toBeGreaterThan(100);
});

it('what is kept of a pool is bounded', () => {
  for (const { states, largestState, spendings, days, modelBytes } of parts) {
    expect(states).toBe(20);
    expect(largestState).toBeLessThan(16_000);
    expect(spendings).toBeLessThan(200);
    expect(days).toBeLessThanOrEqual(62);
    expect(modelBytes).toBeLessThan(100_000);
  }
});
