import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { decidePool } from '../../../src/core/plan/decide-pool.ts';
import type { EffectivePolicy } from '../../../src/core/plan/effective-policy.ts';
import { LayoutRefused } from '../../../src/core/schedule/layout-refused.ts';
import { aCapacity, aNode, aPolicy, aPoolFacts, aSchedule, NOON } from '../../support/builders.ts';

describe('a pool whose schedule cannot be laid out', () => {
  const schedule = aSchedule({
    outside: aCapacity(0, 0),
    exceptions: [
      {
        kind: 'calendar',
        name: 'c.ics',
        version: '1',
        note: undefined,
        capacity: aCapacity(0, 0),
        eventsBetween: () => {
          throw new LayoutRefused('The calendar c.ics cannot be laid out: the event "x": its rules repeat too often.');
        },
      },
    ],
  });
  const effective: EffectivePolicy = {
    kind: 'policy',
    policy: aPolicy({ mode: 'enforce' }),
    name: 'p@1',
    because: 'a test',
    schedules: [schedule],
    override: undefined,
    announcements: [],
    circuitReset: undefined,
    documents: ['p@1'],
    notes: [],
  };
  const decision = decidePool({
    facts: aPoolFacts(),
    nodes: [aNode({ state: 'idle', stateSince: NOON.subtract({ hours: 9 }) })],
    memory: NO_MEMORY,
    pending: undefined,
    forecast: undefined,
    shared: [],
    sequence: { preceding: [], following: [] },
    siblings: [],
    gates: new Map(),
    effective,
    now: NOON,
  });

  it('is left alone, with the reason', () => {
    expect(decision.plan.leftAlone).toContain('the event "x": its rules repeat too often');
    expect(decision.plan.decisions.map(({ action }) => action)).toEqual(['none']);
  });

  it('is looked at again after an hour', () => {
    expect(`${decision.nextLook}`).toBe(`${NOON.add({ hours: 1 })}`);
  });
});
