import { beforeAll, describe, expect, it } from 'vitest';
import { operationNamed } from '../support/api-description.ts';
import { call } from '../support/http-call.ts';
import { TestSystem } from '../support/test-system.ts';

const system = TestSystem.forAllTests();
beforeAll(async () => {
  await system.account.createPool('render', { dedicated: 0 });
});

const EXTREMES = [
  '0000-01-01T00:00:00Z',
  '0000-01-01T00:00:00+23:59',
  '0001-01-01',
  '1600-02-29T23:59:59.999999999Z',
  '9999-12-31T23:59:59.999999999Z',
  '9999-12-31T23:59:59-23:59',
] as const;
const POOL = { account: 'demo', pool: 'render' };

/** Operations that are asked for a moment or a span of time, with the names of the moments. */
const ASKED: readonly (readonly [
  name: string,
  params: Readonly<Record<string, string>>,
  moments: readonly string[],
])[] = [
  ['list-audit-records', {}, ['from', 'to']],
  ['verify-audit', {}, ['from', 'to']],
  ['list-audit-heads', {}, ['from', 'to']],
  ['export-audit-records', {}, ['from', 'to']],
  ['explain-pool', POOL, ['at']],
  ['get-pool-timeline', POOL, ['from', 'to']],
  ['get-savings', {}, ['from', 'to']],
];

describe('a moment at the edge of what can be written', () => {
  it.each(ASKED)('of %s is answered, or refused with a reason', async (name, params, moments) => {
    const { ports } = system;
    for (const moment of moments) {
      for (const value of EXTREMES) {
        const { status, body } = await call(operationNamed(name), ports, { params, query: { [moment]: value } });
        expect([status, body], `${moment}=${value}`).toEqual([expect.toSatisfy((one: number) => one < 500), body]);
      }
    }
  });
});
