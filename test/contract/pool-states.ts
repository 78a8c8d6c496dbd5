import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../src/core/memory/memory.ts';
import type { PlanSummary } from '../../src/core/plan/plan-summary.ts';
import { FenceLost } from '../../src/ports/errors.ts';
import type { PoolState, PoolStates } from '../../src/ports/pool-states.ts';
import { sha256 } from '../../src/ports/sha256.ts';
import { NOON } from '../support/builders.ts';
import { type Backend, onEach } from './backend.ts';

const PLAN: PlanSummary = {
  at: NOON.toString(),
  correlation: 'c1',
  policy: 'render@1',
  mode: 'enforce',
  target: { min: 1, max: undefined, because: ['window "weekdays" of office-hours'] },
  leftAlone: undefined,
  acts: [{ node: 'n1', action: 'start', rule: 'schedule', reason: 'r', outcome: 'accepted' }],
  left: [],
};

const STATE: PoolState = {
  account: 'demo',
  poolId: 'Render',
  tick: NOON,
  fingerprint: 'x'.repeat(50_000),
  nextLook: NOON.add({ minutes: 5 }),
  acting: { correlation: 'c1', remembered: 3, until: NOON.add({ minutes: 2 }) },
  lastPlan: PLAN,
  memory: {
    createdAt: Date.parse('2026-03-02T11:00:00Z'),
    lookedAt: NOON,
    off: ['n3'],
    starting: [{ nodeId: 'n1', asked: NOON, exact: true }],
    draining: [{ nodeId: 'n2', asked: NOON.subtract({ seconds: 1 }) }],
    manual: [{ nodeId: 'n4', action: 'start', noticed: NOON, until: NOON.add({ hours: 1 }) }],
    startSeconds: [180, 200],
    startSpread: {
      open: [{ asked: 1_700_000_000_000, nodes: 2, sum: 10.4, squares: 54.1 }],
      degrees: 14,
      squares: 1.8,
    },
    demand: {
      jobs: [{ jobId: 'train-7', family: 'train-*', waiting: 3, running: 1, ended: undefined }],
      minutes: [
        {
          minute: 29_500_000,
          needed: 4,
          paid: 5,
          busy: 1,
          waitingTasks: 3,
          runningTasks: 1,
          submittedTasks: 4,
          endedTasks: 0,
          families: [{ family: 'train-*', submittedTasks: 4, endedTasks: 0 }],
        },
      ],
      bursts: [{ family: 'train-*', bursts: [{ minute: 29_500_000, tasks: 4 }] }],
      dependencies: {
        blockers: [{ jobId: 'train-7', taskId: 'prepare', startedMs: 1_770_000_000_000 }],
        runs: [{ name: 'train-*/prepare', minutes: 12.5, count: 3 }],
      },
      spending: [{ day: 20_486, jobs: [{ jobId: 'train-7', family: 'train-*', taskMinutes: 9 }], families: [] }],
      scheduled: [{ scheduleId: 'nightly', jobId: 'nightly:job-2', slots: 12, before: 9 }],
    },
    spent: [{ at: NOON, decidedAt: NOON.subtract({ seconds: 2 }), action: 'start', nodes: 1 }],
    lastStart: NOON,
    canary: { policyId: 'render', proven: false, nodes: ['n2'], hasWorked: true, inDoubt: ['n2'] },
    late: { at: NOON, needed: 2, because: 'window "weekdays" of office-hours' },
    gating: [{ nodeId: 'n5', asked: NOON, exact: false, since: NOON }],
    failedGate: [{ nodeId: 'n6', remedy: 'quarantine', reason: 'r' }],
    retried: ['n7'],
    gateResults: [{ nodeId: 'n6', at: NOON, passed: false, reason: 'r' }],
    circuit: { openedAt: NOON, because: 'r' },
    failedStarts: [
      {
        nodeId: 'n8',
        since: NOON,
        at: NOON,
        reason: 'it shows unusable',
        failures: 2,
        retryAt: NOON,
        repairs: ['reboot'],
        refusedRepairs: [],
        repairedAt: NOON,
      },
    ],
    startBackOff: { since: NOON, failures: 2, retryAt: NOON, because: 'it shows unusable' },
    newNodes: [
      { nodeId: 'n9', readyAt: NOON, failed: 2, succeeded: 1 },
      { nodeId: 'n10', readyAt: undefined, failed: 0, succeeded: 0 },
    ],
    taskFailureHalt: { since: NOON, until: NOON, because: '5 tasks have failed' },
    pendingOperations: [{ nodeId: 'n1', asked: NOON, action: 'start', correlation: 'c1' }],
    use: { since: NOON, peaks: [{ day: 20_514, nodes: 3 }] },
  },
};

const BARE: PoolState = {
  ...STATE,
  poolId: 'bare',
  nextLook: undefined,
  acting: undefined,
  lastPlan: undefined,
  memory: NO_MEMORY,
};

const LARGE_POOL = 6_000;

/** The state of a large pool whose nodes all start at once: ids are as long and as different as those of Batch. */
const LARGE: PoolState = largeState(
  Array.from({ length: LARGE_POOL }, (_, index) => `tvmps_${sha256(`node ${index}`)}_d`),
);

function largeState(nodes: readonly string[]): PoolState {
  const action = 'start';
  const correlation = 'a3f1c9d2-5b7e-4c1a-9d3e-0f6b8a2c4e71';
  return {
    ...STATE,
    poolId: 'large',
    lastPlan: {
      ...PLAN,
      acts: nodes.map((node) => ({ node, action, rule: 'schedule', reason: 'r', outcome: 'accepted' })),
    },
    memory: {
      ...NO_MEMORY,
      off: nodes,
      starting: nodes.map((nodeId) => ({ nodeId, asked: NOON, exact: true })),
      pendingOperations: nodes.map((nodeId) => ({ nodeId, asked: NOON, action, correlation })),
    },
  };
}

/** What every store of the states of pools does: the tag is the fence, which one of many takes. */
export function poolStatesContract(backend: Backend<PoolStates>): void {
  describe('the state of a pool', () => {
    let states: PoolStates;
    onEach(backend, (port) => {
      states = port;
    });

    it.each([STATE, BARE])('comes back as it was written', async (state) => {
      const tag = await states.put(state, undefined);
      const back = await states.get({ account: 'demo', poolId: state.poolId.toUpperCase() });
      expect(back?.tag).toBe(tag);
      expect(JSON.stringify(back?.state)).toBe(JSON.stringify(state));
    });

    it('comes back of a pool of thousands of nodes that all start at once', async () => {
      await states.put(LARGE, undefined);
      await states.put(BARE, undefined);
      const alone = await states.get(LARGE);
      const beside = await Promise.all([states.get(LARGE), states.get(BARE)]);
      const came = [alone, ...beside].map((found) => JSON.stringify(found?.state));
      // Not by `toEqual`, which would print the states.
      expect(came.map((text, index) => text === JSON.stringify([LARGE, LARGE, BARE][index]))).toEqual(
        Array(3).fill(true),
      );
      const plans = await states.listPlans('demo');
      expect(plans.map(({ lastPlan }) => lastPlan?.acts.length)).toEqual([undefined, LARGE_POOL]);
    });

    it('is listed with those of its account', async () => {
      await states.put(STATE, undefined);
      await states.put({ ...STATE, account: 'other' }, undefined);
      expect((await states.list('demo')).map(({ poolId }) => poolId)).toEqual(['Render']);
      expect(await states.listPlans('demo')).toEqual([{ account: 'demo', poolId: 'Render', lastPlan: STATE.lastPlan }]);
    });

    it('is listed with what its plan asks a sibling for, and without the plan', async () => {
      await states.put(BARE, undefined);
      const sibling = { pool: 'spare', nodes: 2 };
      await states.put({ ...STATE, lastPlan: { ...PLAN, sibling } }, undefined);
      const listed = await states.list('demo');
      expect(listed.map(({ poolId, sibling: asked }) => [poolId, asked?.nodes, asked?.at.toString()])).toEqual([
        ['bare', undefined, undefined],
        ['Render', 2, NOON.toString()],
      ]);
      expect(Object.keys(listed[0] ?? {})).not.toContain('lastPlan');
    });

    it('is written by one of two that have read the same', async () => {
      const tag = await states.put(STATE, undefined);
      await states.put(BARE, undefined);
      const next = await states.put({ ...STATE, tick: NOON.add({ minutes: 1 }) }, tag);
      await expect(states.put(STATE, tag)).rejects.toThrow(FenceLost);
      await expect(states.put(STATE, undefined)).rejects.toThrow(FenceLost);
      await states.put(STATE, next);
    });

    it('is not there before it is written', async () => {
      expect(await states.get(STATE)).toBeUndefined();
      expect(await states.list('demo')).toEqual([]);
      await states.put(STATE, undefined);
    });

    it('is written by one of many at the same moment', async () => {
      const tag = await states.put(STATE, undefined);
      const writes = Array.from({ length: 6 }, (_, index) =>
        backend.open().put({ ...STATE, tick: NOON.add({ minutes: index + 1 }) }, tag),
      );
      const results = await Promise.allSettled(writes);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
      for (const reason of lost) expect(reason).toBeInstanceOf(FenceLost);
    });
  });
}
