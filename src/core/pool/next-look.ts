import type { Temporal } from 'temporal-polyfill';
import { nextEdge } from '../schedule/capacity-at.ts';
import { earliestOf, isBefore } from '../time/instants.ts';
import { fleetOf, isOverdue, START_DEADLINE } from './fleet.ts';
import { stillLeaving, unheardFrom } from './leaving.ts';
import { isComingState } from './node-state.ts';
import { actsOf, type Plan, type PlanInput } from './plan-pool.ts';
import { lookahead } from './target.ts';

/**
 * The instant from which on a pool must be looked at again although nothing that can be seen from outside has changed; until
 * then the same plan would come of it. `undefined` if time alone changes nothing. Too early costs a look, too late a node.
 */
export function nextLook(input: PlanInput, plan: Plan): Temporal.Instant | undefined {
  const { now, policy } = input;
  // A policy that only observes changes nothing by its acts, so the same plan stands until something else changes.
  if (policy.mode === 'enforce' && (actsOf(plan).length > 0 || plan.heldBack)) return now;
  const moments = [
    ...edges(input),
    ...idleTimeouts(input),
    ...clockSkews(input),
    ...startDeadlines(input),
    ...unheard(input),
  ];
  return earliestOf(moments.filter((moment) => isBefore(now, moment)));
}

/** The edge of a schedule, and the moment when it comes into sight of the lookahead. */
function edges({ policy, timelines, now }: PlanInput): readonly Temporal.Instant[] {
  const reach = lookahead(policy);
  const inSight = nextEdge(timelines, now.add(reach))?.subtract(reach);
  // Beyond what is laid out there may be edges; one comes into sight at the earliest when the last of it does.
  const horizon = timelines.flatMap(({ segments }) => segments.at(-1)?.until.subtract(reach) ?? []);
  return [nextEdge(timelines, now), inSight, ...horizon].filter((edge) => edge !== undefined);
}

function idleTimeouts({ pool, policy, now }: PlanInput): readonly Temporal.Instant[] {
  const timeout = policy.idle?.timeout;
  return timeout === undefined ? [] : fleetOf(pool.nodes, now).idle.map(({ idleSince }) => idleSince.add(timeout));
}

/** Nodes idle since a moment that is still to come are idle beyond doubt from that moment on. */
function clockSkews({ pool, now }: PlanInput): readonly Temporal.Instant[] {
  const idle = pool.nodes.filter(({ state }) => state === 'idle');
  return idle.flatMap(({ stateSince }) => (stateSince !== undefined && isBefore(now, stateSince) ? [stateSince] : []));
}

/** Nodes that were asked to go and still show idle are decided anew after a while. */
function unheard({ pool, now }: PlanInput): readonly Temporal.Instant[] {
  return stillLeaving(
    pool.nodes.filter(({ state }) => state === 'idle'),
    now,
  ).map(({ asked }) => unheardFrom(asked));
}

function startDeadlines({ pool, now }: PlanInput): readonly Temporal.Instant[] {
  return pool.nodes
    .filter((node) => isComingState(node.state) && !isOverdue(node, now))
    .flatMap(({ stateSince }) =>
      stateSince === undefined ? [] : [stateSince.add(START_DEADLINE).add({ milliseconds: 1 })],
    );
}
