import { expect, it } from 'vitest';
import { holdLines } from '../../../src/app/log/hold-lines.ts';
import { NOON } from '../../support/builders.ts';

const RENDER = { account: 'demo', poolId: 'render' };
const holder = (correlation: string) => ({ correlation, remembered: 0, until: NOON });

it('says once of each hold that others wait for it', () => {
  const lineOf = holdLines();
  expect(lineOf(RENDER, holder('a'))).toMatchObject({ event: 'problem', pool: 'render', correlation: 'a' });
  expect(lineOf(RENDER, holder('a'))).toBeUndefined();
  expect(lineOf({ ...RENDER, poolId: 'RENDER' }, holder('a'))).toBeUndefined();
  expect(lineOf({ ...RENDER, poolId: 'other' }, holder('a'))?.message).toContain(`until ${NOON}`);
  expect(lineOf(RENDER, holder('b'))).toBeDefined();
});
