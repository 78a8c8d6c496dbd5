import { expect, it } from 'vitest';
import { NOON } from '../../support/builders.ts';
import { Promises } from '../promises.ts';
import { isOver, secondRunBreaches } from './second-run.ts';
import type { WitnessedAct } from './witnessed-act.ts';

const ACT = { action: 'start', pool: 'render', node: 'a', at: NOON, correlation: 'c' } as WitnessedAct;
const breaches = (act: Partial<WitnessedAct>, promises = new Promises()) =>
  secondRunBreaches(
    { byHand: new Map([['by-hand', { count: 1, despiteStop: false }]]), promises },
    new Set(['render']),
    [{ ...ACT, ...act }],
  );

it('finds an act of a tick that is over', () => {
  expect(breaches({})).toEqual([expect.stringMatching(/^law 5: the same tick again: start of a/)]);
});

it('says nothing of a pool whose tick is not over, nor of what people have asked for', () => {
  expect(breaches({ pool: 'reports' })).toEqual([]);
  expect(breaches({ correlation: 'by-hand' })).toEqual([]);
  const promises = new Promises();
  promises.unanswered({ pool: 'render', from: NOON, until: NOON.add({ minutes: 1 }) });
  expect(breaches({}, promises)).toEqual([]);
});

it('takes a tick for over when an evaluation of it, or of a later one, has ended', () => {
  expect(isOver({ tick: '2026-03-02T12:02:10Z' }, '2026-03-02T12:02:00Z')).toBe(true);
  expect(isOver({ tick: '2026-03-02T12:00:00Z' }, '2026-03-02T12:02:10Z')).toBe(false);
  expect(isOver({ tick: '2026-03-02T12:02:10Z', acting: '{}' }, '2026-03-02T12:02:00Z')).toBe(false);
  expect(isOver({ tick: 'never' }, '2026-03-02T12:02:00Z')).toBe(false);
});
