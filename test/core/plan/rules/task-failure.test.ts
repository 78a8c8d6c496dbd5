import type { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { NO_MEMORY, type PoolMemory } from '../../../../src/core/memory/memory.ts';
import { noteNodes } from '../../../../src/core/plan/note-nodes.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import type { Policy } from '../../../../src/core/policy/policy.ts';
import type { NodeSnapshot } from '../../../../src/core/pool/snapshot.ts';
import {
  aCapacity,
  aDeallocatedNode,
  aNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  minutes,
  minutesBefore,
  NOON,
  NOTHING_ELSE,
} from '../../../support/builders.ts';

const TERMS = { tasks: 3, within: minutes(15), for: minutes(30) };
const at = (minute: number) => NOON.add({ minutes: minute });

function look(
  memory: PoolMemory,
  nodes: readonly NodeSnapshot[],
  {
    now,
    resetAt,
    policy = aPolicy({ haltOnTaskFailures: TERMS }),
  }: { readonly now: Temporal.Instant; readonly resetAt?: Temporal.Instant; readonly policy?: Policy },
): PoolMemory {
  const looking = { now, respectUntil: now, gated: false, completions: [], startBackOff: minutes(5), resetAt };
  return noteNodes(memory, nodes, { ...looking, resetAt, haltOnTaskFailures: policy.haltOnTaskFailures }).memory;
}

const STARTED: PoolMemory = {
  ...NO_MEMORY,
  starting: ['a', 'b'].map((nodeId) => ({ nodeId, asked: minutesBefore(NOON, 2), exact: true })),
};

function starting(id: string, failedTasks = 0) {
  return aNode({ id, state: 'starting', failedTasks, succeededTasks: 10 });
}

function ready(id: string, failedTasks: number, succeededTasks = 10) {
  return aNode({ id, state: 'running', failedTasks, succeededTasks, stateSince: NOON });
}

/** After both nodes were seen on their way, with failures of earlier days. */
const watched = look(STARTED, [starting('a', 7), starting('b')], { now: NOON });

describe('tasks that fail on nodes that were just started', () => {
  it('hold starts back once so many have failed, and more than have succeeded', () => {
    expect(look(watched, [ready('a', 8), ready('b', 1)], { now: at(5) }).taskFailureHalt).toBeUndefined();
    const halted = look(watched, [ready('a', 9), ready('b', 1)], { now: at(5) });
    expect(halted.taskFailureHalt).toEqual({
      since: at(5),
      until: at(35),
      because: '3 tasks have failed on 2 nodes that were just started, none has succeeded',
    });
    const mixed = look(watched, [ready('a', 9, 13), ready('b', 1)], { now: at(5) });
    expect(mixed.taskFailureHalt).toBeUndefined();
  });

  it('count from when Batch first shows how many there were before', () => {
    const uncounted = ['a', 'b'].map((id) => aNode({ id, state: 'starting' }));
    const seen = look(STARTED, uncounted, { now: NOON });
    const counted = look(seen, [ready('a', 20), ready('b', 1)], { now: at(2) });
    expect(counted.taskFailureHalt).toBeUndefined();
    expect(look(counted, [ready('a', 22), ready('b', 2)], { now: at(3) }).taskFailureHalt).toMatchObject({
      because: '3 tasks have failed on 2 nodes that were just started, none has succeeded',
    });
  });

  it('count for nodes that are new, and for those that we have started, alone', () => {
    const seen = look(watched, [ready('a', 7), ready('b', 0)], { now: at(1) });
    expect(look(seen, [ready('a', 20), ready('b', 9)], { now: at(16) }).taskFailureHalt).toBeUndefined();
    expect(look(NO_MEMORY, [ready('x', 20)], { now: at(1) }).taskFailureHalt).toBeUndefined();
    expect(look(watched, [ready('a', 20)], { now: at(1), policy: aPolicy() })).toMatchObject({
      newNodes: [],
      taskFailureHalt: undefined,
    });
  });

  it('count from nothing where Batch has begun to count anew', () => {
    expect(look(watched, [ready('a', 2, 0), ready('b', 0)], { now: at(3) }).taskFailureHalt).toBeUndefined();
    expect(look(watched, [ready('a', 3, 0), ready('b', 0)], { now: at(3) }).taskFailureHalt).toBeDefined();
  });

  it('hold back starts alone, until the halt is over or somebody resets it, and say so', () => {
    const nodes = [ready('a', 9), ready('b', 1), aDeallocatedNode('c')];
    const memory = look(watched, nodes, { now: at(5) });
    const policy = aPolicy({ haltOnTaskFailures: TERMS });
    const timelines = [aTimeline(aSchedule({ outside: aCapacity(3) }))];
    const plan = planPool({ ...NOTHING_ELSE, pool: aPool({ nodes }), policy, timelines, memory, now: at(5) });
    expect(plan.halts).toMatchObject([{ action: 'start', rule: 'task-failure', nodes: 1, resumesAt: at(35) }]);
    expect(plan.decisions.find(({ nodeId }) => nodeId === 'c')).toMatchObject({ action: 'none', rule: 'task-failure' });
    expect(look(memory, nodes, { now: at(34) }).taskFailureHalt).toBeDefined();
    expect(look(memory, nodes, { now: at(35) }).taskFailureHalt).toBeUndefined();
    expect(look(memory, nodes, { now: at(10), resetAt: at(9) })).toMatchObject({ taskFailureHalt: undefined });
  });
});
