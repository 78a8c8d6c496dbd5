import { describe, expect, it } from 'vitest';
import { isPoolDue, type LastEvaluation, type PoolSight, sightOf } from '../../../src/core/pool/pool-due.ts';
import { aPoolFacts, NOON } from '../../support/builders.ts';

const SIGHT: PoolSight = {
  facts: aPoolFacts(),
  counts: { idle: 2, running: 1 },
  documents: ['render@1', 'office@1'],
  jobs: [],
};
const DONE: LastEvaluation = { sight: sightOf(SIGHT), nextLook: NOON.add({ minutes: 5 }), unfinished: false };

describe('isPoolDue', () => {
  it('is not before the time named by the last evaluation, if nothing has changed', () => {
    expect(isPoolDue(SIGHT, DONE, NOON)).toBe(false);
    expect(isPoolDue(SIGHT, { ...DONE, nextLook: undefined }, NOON)).toBe(false);
  });

  it('does not care in which order counts and documents come, nor for states without nodes', () => {
    const same = { ...SIGHT, counts: { running: 1, offline: 0, idle: 2 }, documents: SIGHT.documents.toReversed() };
    expect(isPoolDue(same, DONE, NOON)).toBe(false);
  });

  it.each([
    ['it was never looked at', SIGHT, undefined],
    ['the last evaluation did not finish', SIGHT, { ...DONE, unfinished: true }],
    ['the time has come', SIGHT, { ...DONE, nextLook: NOON }],
    ['the counts have changed', { ...SIGHT, counts: { idle: 3 } }, DONE],
    ['a document has changed', { ...SIGHT, documents: ['render@2', 'office@1'] }, DONE],
    ['a resize has begun', { ...SIGHT, facts: aPoolFacts({ allocationState: 'resizing' }) }, DONE],
    ['an autoscale formula has come', { ...SIGHT, facts: aPoolFacts({ autoScale: true }) }, DONE],
  ] as const)('is where %s', (_, sight, last) => {
    expect(isPoolDue(sight, last, NOON)).toBe(true);
  });
});
