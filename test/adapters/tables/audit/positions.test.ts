import { expect, it } from 'vitest';
import { positionOf, surveyOf } from '../../../../src/adapters/tables/audit/positions.ts';
import { recordKeyOf } from '../../../../src/adapters/tables/audit/record-key.ts';
import { NOON } from '../../../support/builders.ts';

const CHAIN = 'p.demo.render.2026-03';

/** The keys of records a second apart, the newest first, from one number down to another. */
function keys(last: number, first: number, every = 1) {
  const numbers = Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => last - index * every);
  return numbers.map((number) => recordKeyOf(NOON.epochMilliseconds + number * 1000, { number, chain: CHAIN }));
}

const SECOND = positionOf(CHAIN, keys(2, 2)[0] ?? fail()) - positionOf(CHAIN, keys(1, 1)[0] ?? fail());

function fail(): never {
  throw new Error('There is no key.');
}

it('tells by their numbers how many records come before some, and how far apart they lie', () => {
  const lie = surveyOf(keys(1000, 901), 0);
  expect(lie).toEqual({ lowest: positionOf(CHAIN, keys(901, 901)[0] ?? fail()), apart: SECOND, before: 901n });
});

it('counts only those that come after what was shown', () => {
  expect(surveyOf(keys(1000, 901), 600)?.before).toBe(301n);
});

it('takes those before to be as many in a hundred as these, where only some are asked for', () => {
  expect(surveyOf(keys(1000, 505, 5), 5)).toMatchObject({ apart: 5n * SECOND, before: 100n });
});

it('tells nothing by few records, or by numbers that somebody has changed', () => {
  expect(surveyOf(keys(39, 1), 0)).toBeUndefined();
  expect(surveyOf(keys(100, 1).toReversed(), 0)).toBeUndefined();
});
