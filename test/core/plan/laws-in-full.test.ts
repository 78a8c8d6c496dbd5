import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { holdsAt, pinsOf } from '../../../src/core/override/override.ts';
import type { Decision } from '../../../src/core/plan/decision.ts';
import type { PlanInput } from '../../../src/core/plan/input/plan-input.ts';
import { nextLook } from '../../../src/core/plan/next-look.ts';
import { planPool } from '../../../src/core/plan/plan-pool.ts';
import { requestedCapacityAt } from '../../../src/core/plan/requested-capacity.ts';
import { type Act, COUNTED_ACTS } from '../../../src/core/pool/act.ts';
import { isDraining } from '../../../src/core/pool/draining.ts';
import { isReadyState } from '../../../src/core/pool/node-state.ts';
import type { NodeSnapshot } from '../../../src/core/pool/snapshot.ts';
import { type Amount, nodesIn } from '../../../src/core/schedule/amount.ts';
import { instantOf } from '../../../src/core/time/epoch.ts';
import { aCapacity, aSchedule, aTimeline } from '../../support/builders.ts';
import { fullPlanInput } from '../../support/full-plan-input.ts';
import { sharedSample } from '../../support/shared-sample.ts';

const everyInput = sharedSample(fullPlanInput(), 2_000);

/** A plan is looked at by many laws, and made once. */
const plans = new WeakMap<PlanInput, ReturnType<typeof planPool>>();

function planOf(input: PlanInput): ReturnType<typeof planPool> {
  const plan = plans.get(input) ?? planPool(input);
  plans.set(input, plan);
  return plan;
}

interface SeenAct extends Decision {
  readonly action: Act;
  readonly node: NodeSnapshot;
}

function actsIn(input: PlanInput): readonly SeenAct[] {
  return planOf(input).acts.flatMap((act) => {
    const node = input.pool.nodes.find(({ id }) => id === act.nodeId);
    return node === undefined ? [] : [{ ...act, node }];
  });
}

/** The acts that switch a node on or off, or keep tasks from it; repairs are for nodes in trouble alone. */
function powerActsIn(input: PlanInput): readonly SeenAct[] {
  return actsIn(input).filter(({ action }) => AGAINST[action] !== undefined);
}

function counted({ pool: { nodes }, policy: { protect } }: PlanInput): readonly NodeSnapshot[] {
  return nodes.filter(({ dedicated }) => dedicated === true || (dedicated === false && !protect.spot));
}

function isPast(instant: Temporal.Instant | undefined, now: Temporal.Instant): boolean {
  return instant !== undefined && Temporal.Instant.compare(instant, now) <= 0;
}

/** The pin that stands against an act. */
const AGAINST = {
  start: 'off',
  deallocate: 'on',
  quarantine: 'on',
  reboot: undefined,
  reimage: undefined,
  remove: 'off',
} as const satisfies Record<Act, unknown>;

/** Does an override hold that asks for a capacity, from an instant on or later? */
function saysCapacitySince(instant: Temporal.Instant, override: PlanInput['override'], now: Temporal.Instant): boolean {
  if (override?.capacity === undefined || !holdsAt(override, now)) return false;
  return Temporal.Instant.compare(instant, override.from) <= 0;
}

/** What was done to a node by hand, where that is respected now: always where we were asked for it, never above a pin or a later override. */
function leftByHand({ policy, memory, override, now }: PlanInput, nodeId: string): Act | undefined {
  if (pinsOf(override, now)?.(nodeId) !== undefined) return undefined;
  const manual = memory.manual.find((one) => one.nodeId === nodeId && !isPast(one.until, now));
  if (manual === undefined || (policy.manual === 'revert' && manual.by === undefined)) return undefined;
  return saysCapacitySince(manual.noticed, override, now) ? undefined : manual.action;
}

function isOldEnough({ bootedAt }: NodeSnapshot, { policy: { protect }, now }: PlanInput): boolean {
  const { youngerThan } = protect;
  return (
    youngerThan === undefined ||
    youngerThan.sign === 0 ||
    isPast(bootedAt === undefined ? undefined : instantOf(bootedAt).add(youngerThan), now)
  );
}

function mostOf(budget: Amount | undefined, size: number): number {
  return budget === undefined ? Number.POSITIVE_INFINITY : nodesIn(budget, size);
}

function spentOn(action: Act, { memory, now }: PlanInput): number {
  return memory.spent
    .filter((one) => one.action === action && !isPast(one.at.add({ hours: 1 }), now))
    .reduce((sum, { nodes }) => sum + nodes, 0);
}

/** Is an enforcing policy, of whose stops no number was confirmed, new to the pool? */
function isNew({ policy, memory: { canary } }: PlanInput): boolean {
  const isProven = canary?.policyId === policy.id && canary.proven;
  return policy.mode === 'enforce' && policy.canary.confirmed === undefined && !isProven;
}

describe('a plan with everything that can be said', () => {
  it('is the same whatever the order of the nodes, with a reason for each', () => {
    everyInput((input) => {
      const plan = planOf(input);
      const nodes = input.pool.nodes.toReversed();
      expect(planPool({ ...input, pool: { ...input.pool, nodes } })).toEqual(plan);
      expect(plan.decisions).toHaveLength(nodes.length);
      expect(plan.decisions.filter(({ reason }) => reason === '' || reason.includes('undefined'))).toEqual([]);
    });
  });

  it('starts deallocated nodes, lets idle ones go, and running ones only to drain', () => {
    everyInput((input) => {
      const mayGo = input.policy.drain === undefined ? ['idle'] : ['idle', 'running'];
      const statesOf = (action: Act) =>
        actsIn(input)
          .filter((act) => act.action === action)
          .map(({ node }) => node.state);
      expect(statesOf('start').filter((state) => state !== 'deallocated')).toEqual([]);
      expect(statesOf('deallocate').filter((state) => !mayGo.includes(state))).toEqual([]);
    });
  });

  it('hurts a task only where the policy says so in so many words, and after the deadline', () => {
    let hurting = 0;
    const timelines = [aTimeline(aSchedule({ windows: [], outside: aCapacity(0, 0) }))];
    everyInput((any) => {
      // Without a maximum the policy wants no running node off.
      const input = { ...any, timelines, override: undefined };
      for (const { tasks = 'taskcompletion', node } of actsIn(input)) {
        if (tasks === 'taskcompletion') continue;
        hurting += 1;
        expect(tasks).toBe(input.policy.drain?.afterDeadline);
        expect(isPast(node.askedToGo?.add(input.policy.drain?.deadline ?? 'PT0S'), input.now)).toBe(true);
      }
    });
    expect(hurting).toBeGreaterThan(5);
  });

  it('touches no node that is protected, pinned against it, or as somebody has left it by hand', () => {
    everyInput((input) => {
      const { policy, override, now } = input;
      for (const { action, nodeId, node } of powerActsIn(input)) {
        expect(policy.protect.nodes).not.toContain(nodeId);
        expect(policy.protect.states).not.toContain(node.state);
        expect(pinsOf(override, now)?.(nodeId)).not.toBe(AGAINST[action]);
        const power = action === 'start' ? 'start' : 'deallocate';
        expect(leftByHand(input, nodeId) ?? power).toBe(power);
        expect(action === 'start' || action === 'remove' || isOldEnough(node, input)).toBe(true);
      }
    });
  });

  it('leaves as many ready as an override, or else the schedules, ask for, but for nodes pinned off', () => {
    everyInput((input) => {
      const { override, now } = input;
      const gone = actsIn(input).filter(
        (act) => act.action === 'deallocate' && act.tasks === undefined && act.rule !== 'gate',
      );
      const chosen = gone.filter(({ nodeId }) => pinsOf(override, now)?.(nodeId) !== 'off');
      if (chosen.length === 0) return;
      const nodes = counted(input);
      const { min } = requestedCapacityAt(input, now, nodes.length);
      const atGate = new Set([...input.memory.gating, ...input.memory.failedGate].map(({ nodeId }) => nodeId));
      const isReady = (node: NodeSnapshot) =>
        isReadyState(node.state) && !isDraining(node, now) && !atGate.has(node.id);
      const ready = nodes.filter(isReady).length;
      expect(ready - gone.length).toBeGreaterThanOrEqual(min);
    });
  });

  it('lets nothing go for its idle time while there may be more work than is known, or the pool cools down', () => {
    everyInput((input) => {
      const idle = actsIn(input).filter(({ rule }) => rule === 'idle');
      if (idle.length === 0) return;
      expect(input.work?.unknown).toBeUndefined();
      const { lastStart } = input.memory;
      if (lastStart !== undefined) expect(isPast(lastStart.add(input.policy.coolDown), input.now)).toBe(true);
    });
  });

  it('keeps to its budgets, also by the hour, and to the canary', () => {
    everyInput((input) => {
      const size = counted(input).length;
      const { policy } = input;
      const acts = actsIn(input);
      for (const action of COUNTED_ACTS) {
        const count = acts.filter((act) => act.action === action).length;
        expect(count).toBeLessThanOrEqual(mostOf(policy.budget[action], size));
        const spent = spentOn(action, input);
        if (count > 0) expect(count + spent).toBeLessThanOrEqual(mostOf(policy.budget[`${action}PerHour`], size));
      }
      const stops = acts.filter(({ action }) => action === 'deallocate').length;
      if (isNew(input)) expect(stops).toBeLessThanOrEqual(nodesIn(policy.canary.share, size));
    });
  });

  it('is the same until the next look, if nothing changes', () => {
    let seen = 0;
    const part = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));
    const summary = (input: PlanInput) =>
      planPool(input).acts.map(({ nodeId, action, tasks }) => `${action} ${nodeId} ${tasks}`);
    fc.assert(
      fc.property(fullPlanInput(), part, (input, share) => {
        const until = nextLook(input, planPool(input));
        const far = 6 * 24 * 3_600_000;
        const span = until === undefined ? far : Math.min(far, input.now.until(until).total('milliseconds'));
        if (span <= 1) return;
        seen += 1;
        const now = input.now.add({ milliseconds: Math.max(1, Math.floor((span - 1) * share)) });
        expect(summary({ ...input, now })).toEqual(summary(input));
      }),
      { numRuns: 4_000 },
    );
    expect(seen).toBeGreaterThan(500);
  });
});
