import { describe, expect, it } from 'vitest';
import {
  fingerprintOf,
  isPoolDue,
  isRestOver,
  type LastEvaluation,
  type PoolTraits,
} from '../../../src/core/pool/pool-due.ts';
import { aPoolFacts, NOON } from '../../support/builders.ts';

const TRAITS: PoolTraits = {
  facts: aPoolFacts(),
  counts: { dedicated: { idle: 2, running: 1 }, spot: { idle: 1 } },
  takesSpot: false,
  documents: ['render@1', 'office@1'],
  jobs: [],
};
const DONE: LastEvaluation = {
  tick: NOON,
  fingerprint: fingerprintOf(TRAITS),
  nextLook: NOON.add({ minutes: 5 }),
  unfinished: false,
};

describe('isPoolDue', () => {
  it.each([true, false])('counts Spot nodes if they take part: %s', (takesSpot) => {
    const traits = { ...TRAITS, takesSpot };
    const last = { ...DONE, fingerprint: fingerprintOf(traits) };
    const changed = { ...traits, counts: { ...TRAITS.counts, spot: { idle: 2 } } };
    expect(isPoolDue(fingerprintOf(traits), last, NOON)).toBe(false);
    expect(isPoolDue(fingerprintOf(changed), last, NOON)).toBe(takesSpot);
  });

  it('is not before the time named by the last evaluation, if nothing has changed', () => {
    expect(isPoolDue(fingerprintOf(TRAITS), DONE, NOON)).toBe(false);
    expect(isPoolDue(fingerprintOf(TRAITS), { ...DONE, nextLook: undefined }, NOON)).toBe(false);
    expect(isPoolDue(fingerprintOf(TRAITS), { ...DONE, tick: NOON.add({ minutes: 2 }) }, NOON)).toBe(false);
  });

  it('does not care in which order counts and documents come, nor for states without nodes', () => {
    const counts = { ...TRAITS.counts, dedicated: { running: 1, offline: 0, idle: 2 } };
    const same = { ...TRAITS, counts, documents: TRAITS.documents.toReversed() };
    expect(isPoolDue(fingerprintOf(same), DONE, NOON)).toBe(false);
  });

  it.each([
    ['it was never looked at', TRAITS, undefined],
    ['the clock of the last evaluation was ahead', TRAITS, { ...DONE, tick: NOON.add({ minutes: 4 }) }],
    ['the last evaluation did not finish', TRAITS, { ...DONE, unfinished: true }],
    ['the time has come', TRAITS, { ...DONE, nextLook: NOON }],
    ['the counts have changed', { ...TRAITS, counts: { ...TRAITS.counts, dedicated: { idle: 3 } } }, DONE],
    ['a document has changed', { ...TRAITS, documents: ['render@2', 'office@1'] }, DONE],
    ['a resize has begun', { ...TRAITS, facts: aPoolFacts({ allocationState: 'resizing' }) }, DONE],
    ['an autoscale formula has come', { ...TRAITS, facts: aPoolFacts({ autoScale: true }) }, DONE],
  ] as const)('is where %s', (_, traits, last) => {
    expect(isPoolDue(fingerprintOf(traits), last, NOON)).toBe(true);
  });
});

it('a fingerprint stays as earlier versions have kept it, so that an update makes no pool due', () => {
  const facts = aPoolFacts({ autoScale: undefined });
  const counts = { dedicated: { running: 1, idle: 2, offline: 0 }, spot: { idle: 1 } };
  const traits = { facts, counts, takesSpot: false, documents: ['b@1', 'a "quoted"@2'], jobs: [] };
  const before = '[["active","steady",null,true],[["idle",2],["running",1]],["a \\"quoted\\"@2","b@1"]';
  expect(fingerprintOf(traits)).toBe(`${before}]`);
  expect(fingerprintOf({ ...traits, jobs: ['two', 'one'] })).toBe(`${before},["one","two"]]`);
});

describe('the rest of pools that were evaluated at one tick', () => {
  const pools = Array.from({ length: 1000 }, (_, index) => ({ account: 'demo', poolId: `pool-${index}` }));
  const dueAfter = (minutes: number) =>
    pools.filter((pool) => isRestOver(pool, { tick: NOON }, NOON.add({ minutes }))).length;

  it('lasts half an hour to an hour', () => {
    expect([29, 30, 60].map(dueAfter)).toEqual([0, expect.any(Number), 1000]);
  });

  it('does not end for all of them at one tick', () => {
    const inMinute = Array.from({ length: 32 }, (_, minute) => dueAfter(minute + 30) - dueAfter(minute + 29));
    expect(Math.max(...inMinute)).toBeLessThan(100);
  });
});
