import { expect, it } from 'vitest';
import { verifyHistory } from '../../src/app/audit/verify-history.ts';
import { NOON } from '../support/builders.ts';
import { TestSystem } from '../support/test-system.ts';

const system = TestSystem.forAllTests();

it('writes a record with half a pair of surrogates so that it is read as it was hashed', async () => {
  const half = 'x\ud800y';
  const entry = { at: NOON, action: 'test', phase: 'event', subject: { account: 'demo', pool: 'render' } } as const;
  await system.ports.audit.append([{ ...entry, actor: half, reason: half, correlation: 'c', after: { half } }]);
  expect(await verifyHistory(system.ports, {})).toMatchObject({ ok: true, records: 1, faults: [] });
});
