import { expect, it } from 'vitest';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { rememberActs } from '../../../src/core/plan/remember-acts.ts';
import { OUTCOMES } from '../../../src/core/pool/act.ts';
import { NOON } from '../../support/builders.ts';

it('counts in budgets what has or may have arrived, also where the node has left the pool since', () => {
  const acted = { at: NOON, correlation: 'c', policyId: 'render' };
  const spent = OUTCOMES.filter(
    (outcome) =>
      rememberActs(NO_MEMORY, [{ node: 'a', action: 'start', outcome }], acted).spent.length > NO_MEMORY.spent.length,
  );
  expect(spent).toEqual(['accepted', 'gone', 'unknown']);
});

it('remembers of a node that was asked to go whether Batch has received the request', () => {
  const acted = { at: NOON, correlation: 'c', policyId: 'render' };
  const outcomes = (['accepted', 'unknown'] as const).map((outcome) => ({
    node: outcome,
    action: 'deallocate',
    outcome,
  }));
  expect(rememberActs(NO_MEMORY, outcomes, acted).draining).toEqual([
    { nodeId: 'accepted', asked: NOON },
    { nodeId: 'unknown', asked: NOON, inDoubt: true },
  ]);
});

it('remembers of a pending start whether Batch has received the request', () => {
  const acted = { at: NOON, correlation: 'c', policyId: 'render' };
  const outcomes = (['accepted', 'unknown'] as const).map((outcome) => ({ node: outcome, action: 'start', outcome }));
  expect(rememberActs(NO_MEMORY, outcomes, acted).pendingOperations).toEqual([
    { nodeId: 'accepted', action: 'start', asked: NOON, correlation: 'c' },
    { nodeId: 'unknown', action: 'start', asked: NOON, correlation: 'c', inDoubt: true },
  ]);
});
