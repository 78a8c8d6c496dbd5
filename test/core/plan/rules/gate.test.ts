import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../../src/core/memory/memory.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import {
  aCapacity,
  aNode,
  anIdleNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  minutes,
  minutesBefore,
  NOON,
  NOTHING_ELSE,
} from '../../../support/builders.ts';

describe('nodes that have failed their gate, while the circuit is open', () => {
  const failed = ['f1', 'f2', 'f3'];
  const memory = {
    ...NO_MEMORY,
    circuit: { openedAt: minutesBefore(NOON, 90), because: '3 of 3 started nodes failed their gate' },
    failedGate: failed.map((nodeId) => ({ nodeId, remedy: 'retry' as const, reason: 'the extension "a" has failed' })),
  };
  const policy = aPolicy({ gate: { extensions: ['*'], timeout: minutes(10), onFailure: 'retry' } });

  function stopped(max: number | undefined, nodes = [...failed, 'a', 'b'].map((id) => anIdleNode(id, 5))) {
    const timelines = [aTimeline(aSchedule({ outside: aCapacity(0, max) }))];
    const { acts } = planPool({ ...NOTHING_ELSE, pool: aPool({ nodes }), policy, timelines, memory, now: NOON });
    return acts.map(({ nodeId, action }) => `${action} ${nodeId}`);
  }

  it('go off first where more are on than may be, and no others in their place', () => {
    expect(stopped(undefined)).toEqual([]);
    expect(stopped(5)).toEqual([]);
    expect(stopped(3)).toEqual(['deallocate f1', 'deallocate f2']);
    expect(stopped(1)).toEqual(['deallocate a', 'deallocate f1', 'deallocate f2', 'deallocate f3']);
  });

  it('stay on while a task runs on them', () => {
    const busy = failed.map((id) => aNode({ id, state: 'running', runningTasks: 1 }));
    expect(stopped(0, busy)).toEqual([]);
  });
});
