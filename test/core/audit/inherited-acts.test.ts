import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { inheritedActs } from '../../../src/core/audit/inherited-acts.ts';
import type { AuditRecord } from '../../../src/core/audit/record.ts';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { rememberInherited } from '../../../src/core/plan/remember-inherited.ts';
import { budgetOn } from '../../../src/core/plan/rules/budget.ts';
import { aPolicy, NOON } from '../../support/builders.ts';

const record = (number: number, at: Temporal.Instant, traits: Partial<AuditRecord>): AuditRecord => ({
  ...{ chain: 'p.demo.render.2026-03', number, previous: '', hash: '', correlation: 'c', reason: '' },
  ...{ at, actor: 'timer:evaluate-pools', action: 'start', phase: 'intent', subject: { node: 'n' } },
  ...traits,
});

/** A start was meant at noon, and what became of it was recorded so many minutes later. */
function recordedAfter(minutes: number): readonly AuditRecord[] {
  const intent = 'p.demo.render.2026-03/1';
  return [record(1, NOON, {}), record(2, NOON.add({ minutes }), { phase: 'outcome', outcome: 'unknown', intent })];
}

/** How many starts an hourly budget of one leaves, so many minutes after noon. */
function leftAfter(minutes: number, records: readonly AuditRecord[]): number | undefined {
  const memory = rememberInherited(NO_MEMORY, inheritedActs(records, 0));
  const policy = aPolicy({ budget: { ...aPolicy().budget, startPerHour: { kind: 'nodes', nodes: 1 } } });
  return budgetOn('start', { policy, memory, poolSize: 10, now: NOON.add({ minutes }) })?.acts;
}

describe('an act of an evaluation that did not come to its end', () => {
  it('counts in an hourly budget from when it was meant, where its outcome was recorded at once', () => {
    expect([leftAfter(59, recordedAfter(0)), leftAfter(61, recordedAfter(0))]).toEqual([0, 1]);
  });

  it('counts from when its outcome was found out, as a request that was held up takes effect late', () => {
    expect([leftAfter(61, recordedAfter(16)), leftAfter(75, recordedAfter(16))]).toEqual([0, 0]);
    expect(leftAfter(77, recordedAfter(16))).toBe(1);
  });
});
