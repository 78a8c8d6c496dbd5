import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { NO_MEMORY, type PoolMemory } from '../../../../src/core/memory/memory.ts';
import type { Completion } from '../../../../src/core/memory/pending-operation.ts';
import type { PlanInput } from '../../../../src/core/plan/input/plan-input.ts';
import { noteNodes } from '../../../../src/core/plan/note-nodes.ts';
import { planPool } from '../../../../src/core/plan/plan-pool.ts';
import { rememberActs } from '../../../../src/core/plan/remember-acts.ts';
import type { NodeSnapshot } from '../../../../src/core/pool/snapshot.ts';
import {
  aCapacity,
  aNode,
  aPolicy,
  aPool,
  aSchedule,
  aTimeline,
  minutesBefore,
  NOON,
  NOTHING_ELSE,
} from '../../../support/builders.ts';

const BACK_OFF = Temporal.Duration.from({ minutes: 5 });
const minutesLater = (minutes: number) => NOON.add({ minutes });

function ended(nodeId: string, kind: Completion['kind'], reason = 'it shows deallocated'): Completion {
  return { nodeId, action: 'start', asked: minutesBefore(NOON, 3), correlation: 'c', kind, seconds: undefined, reason };
}

function look(
  memory: PoolMemory,
  nodes: readonly NodeSnapshot[],
  {
    now = NOON,
    completions = [],
    resetAt,
  }: {
    readonly now?: Temporal.Instant;
    readonly completions?: readonly Completion[];
    readonly resetAt?: Temporal.Instant;
  },
) {
  const looking = {
    now,
    respectUntil: now.add({ hours: 24 }),
    gated: false,
    completions,
    haltOnTaskFailures: undefined,
    startBackOff: BACK_OFF,
    resetAt,
  };
  return noteNodes(memory, nodes, looking);
}

const off = (id: string) => aNode({ id, state: 'deallocated', stateSince: minutesBefore(NOON, 1) });

interface Acting extends Partial<Pick<PlanInput, 'now' | 'policy' | 'override'>> {
  readonly min?: number;
}

/** What a pool does that must have so many nodes ready. */
function acts(nodes: readonly NodeSnapshot[], memory: PoolMemory, { now = NOON, min = 1, ...more }: Acting = {}) {
  const timelines = [aTimeline(aSchedule({ outside: aCapacity(min) }))];
  const known = { ...NOTHING_ELSE, policy: aPolicy(), ...more };
  const plan = planPool({ ...known, pool: aPool({ nodes }), timelines, memory, now });
  return plan.acts.map(({ nodeId, action }) => `${action} ${nodeId}`);
}

describe('a start that falls back to deallocated', () => {
  it('is no stop by somebody else', () => {
    const memory = {
      ...NO_MEMORY,
      lookedAt: minutesBefore(NOON, 2),
      starting: [{ nodeId: 'n1', asked: minutesBefore(NOON, 3), exact: true }],
    };
    expect(look(memory, [off('n1')], { completions: [ended('n1', 'failed')] }).noticed).toEqual([]);
  });

  it('is one of theirs where we did not ask for a start', () => {
    const memory = { ...NO_MEMORY, lookedAt: minutesBefore(NOON, 2) };
    expect(look(memory, [off('n1')], {}).noticed).toMatchObject([{ nodeId: 'n1', action: 'deallocate' }]);
  });
});

describe('a start that Batch has accepted and that does not show yet', () => {
  const nodes = ['n1', 'n2'].map(off);
  const asked = { nodeId: 'n1', action: 'start', asked: NOON, correlation: 'c' } as const;

  it('counts as on its way, and is not requested again', () => {
    expect(acts(nodes, { ...NO_MEMORY, pendingOperations: [asked] })).toEqual([]);
    expect(acts(nodes, { ...NO_MEMORY, pendingOperations: [asked] }, { min: 2 })).toEqual(['start n2']);
  });

  it('is requested again at once if Batch may never have received it', () => {
    const pendingOperations = [{ ...asked, inDoubt: true }];
    expect(acts(nodes, { ...NO_MEMORY, pendingOperations }, { min: 2 })).toEqual(['start n1', 'start n2']);
  });
});

describe('after failed starts', () => {
  const nodes = ['n1', 'n2', 'n3'].map(off);
  const { memory: once } = look(NO_MEMORY, nodes, { completions: [ended('n1', 'failed'), ended('n2', 'failed')] });

  it('nothing is started before the back-off is over, then one node on trial, and not one that failed', () => {
    expect(acts(nodes, once, { min: 2 })).toEqual([]);
    expect(acts(nodes, once, { min: 2, now: minutesLater(4) })).toEqual([]);
    expect(acts(nodes, once, { min: 2, now: minutesLater(7) })).toHaveLength(1);
  });

  it('no second node is started while one is on trial', () => {
    const retryAt = once.startBackOff?.retryAt ?? NOON;
    const trial = { ...once, starting: [{ nodeId: 'n3', asked: retryAt, exact: true }] };
    const underway = [off('n1'), off('n2'), aNode({ id: 'n3', state: 'starting', stateSince: retryAt })];
    expect(acts(underway, trial, { min: 2, now: minutesLater(8) })).toEqual([]);
  });

  it('the waits double, up to half an hour, and end with the first start that succeeds', () => {
    let memory = once;
    const waits: number[] = [];
    for (let round = 1; round <= 6; round += 1) {
      const now = minutesLater(round * 60);
      memory = look(memory, nodes, { now, completions: [ended('n3', 'failed')] }).memory;
      waits.push(Math.round(now.until(memory.startBackOff?.retryAt ?? now).total('minutes')));
    }
    expect(waits.every((wait, index) => index === 0 || wait >= 20 || wait > (waits[index - 1] ?? 0))).toBe(true);
    expect(Math.max(...waits)).toBeLessThanOrEqual(36);
    const { memory: well } = look(memory, nodes, { now: minutesLater(500), completions: [ended('n2', 'completed')] });
    expect(well.startBackOff).toBeUndefined();
    expect(acts(nodes, well, { min: 1, now: minutesLater(500) })).toHaveLength(1);
  });

  it('one broken node among others waits alone', () => {
    const completions = [ended('n1', 'failed'), ended('n2', 'completed')];
    const { memory } = look(NO_MEMORY, nodes, { completions });
    expect(memory.startBackOff).toBeUndefined();
    expect(acts(nodes, memory, { min: 3 })).toEqual(['start n2', 'start n3']);
  });

  it('others need not wait for a node that was removed during its start', () => {
    const { memory } = look(NO_MEMORY, nodes, { completions: [ended('n4', 'failed')] });
    expect(memory).toMatchObject({ failedStarts: [], startBackOff: undefined });
    expect(acts(nodes, memory, { min: 3 })).toEqual(['start n1', 'start n2', 'start n3']);
  });

  it('a node is forgotten that is ready, or no longer in the pool', () => {
    const { memory } = look(once, [aNode({ id: 'n1', state: 'idle' })], { now: minutesLater(1) });
    expect(memory.failedStarts).toEqual([]);
    expect(memory.startBackOff).toBeUndefined();
  });
});

describe('a pool all of whose nodes have failed again and again', () => {
  const nodes = ['n1', 'n2'].map(off);
  const { memory } = Array.from({ length: 16 }, (_, index) => `n${(index % 2) + 1}`).reduce(
    (before, nodeId, index) =>
      look(before.memory, nodes, { now: minutesLater(index), completions: [ended(nodeId, 'failed')] }),
    look(NO_MEMORY, nodes, {}),
  );
  const trialAt = memory.startBackOff?.retryAt ?? NOON;

  it('tries the one that failed longest ago when its trial is due, though each node waits for hours', () => {
    expect(memory.failedStarts.every(({ retryAt }) => minutesLater(300).until(retryAt).sign > 0)).toBe(true);
    expect(acts(nodes, memory, { min: 2, now: trialAt.subtract({ seconds: 1 }) })).toEqual([]);
    expect(acts(nodes, memory, { min: 2, now: trialAt })).toEqual(['start n1']);
    expect(acts(nodes, memory, { min: 0, now: trialAt })).toEqual([]);
  });

  it('tries another node first where there is one', () => {
    expect(acts([...nodes, off('n3')], memory, { now: trialAt })).toEqual(['start n3']);
  });

  it('starts at once what is needed after a reset by hand', () => {
    const now = minutesLater(17);
    const { memory: reset } = look(memory, nodes, { now, resetAt: now });
    expect(acts(nodes, reset, { min: 2, now })).toEqual(['start n1', 'start n2']);
  });
});

describe('a node that its start has left unusable', () => {
  const broken = aNode({ id: 'n1', state: 'unusable', runningTasks: 0 });
  const { memory } = look(NO_MEMORY, [broken], { completions: [ended('n1', 'failed', 'it shows unusable')] });

  it('is rebooted once when its wait is over, and then only told', () => {
    expect(acts([broken], memory)).toEqual([]);
    expect(acts([broken], memory, { now: minutesLater(7) })).toEqual(['reboot n1']);
    const outcomes = [{ node: 'n1', action: 'reboot', outcome: 'accepted' as const }];
    const made = rememberActs(memory, outcomes, { at: minutesLater(7), correlation: 'c', policyId: 'render' });
    expect(acts([broken], made, { now: minutesLater(300) })).toEqual([]);
    expect(made.failedStarts[0]?.repairs).toEqual(['reboot']);
  });

  it('is rebooted also if somebody wants it on: by a request, by an override, or because it is young', () => {
    const now = minutesLater(7);
    const pinned = {
      ...{ account: 'demo', poolId: 'render', capacity: undefined, leaveAlone: false, on: ['n1'], off: [] },
      ...{ from: NOON, until: minutesLater(60), note: '', actor: 'anna' },
    };
    expect(acts([broken], memory, { now, override: pinned })).toEqual(['reboot n1']);
    const manual = [{ nodeId: 'n1', action: 'start' as const, noticed: NOON, until: minutesLater(60), by: 'anna' }];
    expect(acts([broken], { ...memory, manual }, { now })).toEqual(['reboot n1']);
    const young = { ...aPolicy().protect, youngerThan: Temporal.Duration.from({ days: 2 }) };
    expect(acts([broken], memory, { now, policy: aPolicy({ protect: young }) })).toEqual(['reboot n1']);
  });

  it('is left alone if the policy protects it, or somebody wants it off', () => {
    const now = minutesLater(7);
    const named = { ...aPolicy().protect, nodes: ['n*'] };
    expect(acts([broken], memory, { now, policy: aPolicy({ protect: named }) })).toEqual([]);
    const manual = [{ nodeId: 'n1', action: 'deallocate' as const, noticed: NOON, until: minutesLater(60), by: 'a' }];
    expect(acts([broken], { ...memory, manual }, { now })).toEqual([]);
  });

  it('is left alone while tasks may run on it', () => {
    const busy = { ...broken, runningTasks: undefined };
    expect(acts([busy], memory, { now: minutesLater(7) })).toEqual([]);
  });
});

describe('several nodes that their starts have left unusable', () => {
  const nodes = ['n1', 'n2', 'n3'].map((id) => aNode({ id, state: 'unusable', runningTasks: 0 }));
  const completions = nodes.map(({ id }) => ended(id, 'failed', 'it shows unusable'));
  const { memory } = look(NO_MEMORY, nodes, { completions });
  const outcomes = [{ node: 'n1', action: 'reboot', outcome: 'accepted' as const }];
  const made = rememberActs(memory, outcomes, { at: minutesLater(7), correlation: 'c', policyId: 'render' });

  it('are repaired one at a time while nothing succeeds', () => {
    expect(acts(nodes, memory, { now: minutesLater(7) })).toEqual(['reboot n1']);
    const [, ...others] = nodes;
    const underway = [aNode({ id: 'n1', state: 'rebooting' }), ...others];
    expect(acts(underway, made, { now: minutesLater(8) })).toEqual([]);
    expect(acts(underway, made, { now: minutesLater(21) })).toEqual([]);
    expect(acts(nodes, made, { now: minutesLater(22) })).toEqual(['reboot n2']);
  });

  it('do not wait for one whose start fails again after its repair, nor for one that has left the pool', () => {
    const again = Array.from({ length: 8 }, () => ended('n1', 'failed', 'it shows unusable'));
    const { memory: failed } = look(made, nodes, { now: minutesLater(9), completions: again });
    const now = failed.startBackOff?.retryAt ?? NOON;
    expect(now.until(failed.failedStarts[0]?.retryAt ?? NOON).sign).toBe(1);
    expect(acts(nodes, failed, { now })).toEqual(['reboot n2']);
    const { memory: left } = look(made, nodes.slice(1), { now: minutesLater(9) });
    expect(acts(nodes.slice(1), left, { now: minutesLater(9) })).toEqual(['reboot n2']);
  });

  it('do not wait for a repair that Batch has refused', () => {
    const refused = [{ node: 'n1', action: 'reboot', outcome: 'refused' as const }];
    const after = rememberActs(memory, refused, { at: minutesLater(7), correlation: 'c', policyId: 'render' });
    expect(acts(nodes, after, { now: minutesLater(8) })).toEqual(['reboot n2']);
  });
});
