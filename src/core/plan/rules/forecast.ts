import { LONGEST_S } from '../../demand/lead-time.ts';
import { describeForecast } from '../../forecast/describe-forecast.ts';
import { type Forecast, forecastNodes } from '../../forecast/forecast.ts';
import { NO_SPREAD, type ReadyStart, spreadAfter } from '../../forecast/start-spread.ts';
import type { PoolMemory } from '../../memory/memory.ts';
import { isDraining } from '../../pool/draining.ts';
import { isReadyState, isStartingState } from '../../pool/node-state.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { isOverdue } from '../../pool/start-deadline.ts';
import { TICK } from '../../pool/tick.ts';
import { counted } from '../../text/counted.ts';
import type { NodeNeed } from '../input/capacity.ts';
import type { DecidingRule, ExplainView, Explanation, NodesLook, Proposal, Taken } from '../input/deciding-rule.ts';
import { takesPart } from '../input/fleet.ts';
import type { PlanInput, PlanView } from '../input/plan-input.ts';

/**
 * Nodes for expected work. They are kept or started while that costs less than waiting, and deallocated otherwise. If the work
 * is not known, all nodes stay on.
 */
export const forecastRule = {
  name: 'forecast',
  decides: 'how many nodes it pays to keep, or to start, for work that is likely to come',
  capacity: { needsNow: forecastNeed },
  proposes: nodesThatDoNotPay,
  keeps: (view) => {
    const reason = whyKept(view);
    return reason === undefined ? undefined : ({ state }) => (state === 'idle' ? reason : undefined);
  },
  wakesAt: ({ policy, now }) => (policy.forecast === undefined ? [] : [now.add(TICK)]),
  remembers: { afterLook: rememberSpread },
  explains: explainForecast,
  wouldChange: ({ policy }) =>
    policy.forecast === undefined ? undefined : 'work is submitted or ends, or time passes without new work',
} as const satisfies DecidingRule;

/** The forecast for a pool; `undefined` if the policy has none, or if the demand is not known. */
export function forecastFor(input: PlanInput, poolSize: number): Forecast | undefined {
  const { policy, forecast, pool, now } = input;
  if (policy.forecast === undefined || forecast === undefined) return undefined;
  let [ready, starting] = [0, 0];
  for (const node of pool.nodes) {
    if (!takesPart(node, policy) || isDraining(node, now)) continue;
    ready += Number(isReadyState(node.state));
    starting += Number(isStartingState(node.state) && !isOverdue(node, now));
  }
  const situation = {
    ...forecast,
    ready,
    starting,
    nodes: poolSize,
    slotsPerNode: pool.facts.taskSlotsPerNode ?? 1,
  };
  return forecastNodes(forecast.model, situation, policy.forecast);
}

function isEnforced({ policy }: Pick<PlanInput, 'policy'>): boolean {
  return policy.forecast?.mode === 'enforce';
}

function forecastNeed(input: PlanInput, poolSize: number): NodeNeed | undefined {
  if (!isEnforced(input)) return undefined;
  const unknown = whyUnknown(input);
  if (unknown !== undefined) return { start: 0, keep: poolSize, because: [`every node stays: ${unknown}`] };
  const forecast = forecastFor(input, poolSize);
  if (forecast === undefined) return undefined;
  return {
    start: forecast.nodes,
    keep: forecast.nodes,
    because: [describeForecast(forecast, input.forecast?.needed ?? 0)],
  };
}

/** Why the demand is not known; `undefined` if it is. */
function whyUnknown({ work, forecast }: PlanInput): string | undefined {
  if (work?.unknown !== undefined) return `there may be more work than is known: ${work.unknown}`;
  return forecast === undefined ? 'the demand of the pool was not seen' : undefined;
}

/** Idle nodes that nothing needs, the longest idle first. */
function nodesThatDoNotPay(view: PlanView, taken: Taken): readonly Proposal[] {
  const { fleet, target, policy } = view;
  if (!isEnforced(view) || whyUnknown(view) !== undefined) return [];
  const beyond = fleet.ready - target.keep - taken.releases;
  if (beyond <= 0) return [];
  const left = fleet.idle.filter(({ id }) => !taken.has(id));
  const room = Math.min(beyond, left.length - (policy.idle?.keep ?? 0));
  if (room <= 0) return [];
  const forecast = forecastFor(view, fleet.size);
  if (forecast === undefined) return [];
  const reason = `${describeForecast(forecast, view.forecast?.needed ?? 0)}; ${counted(fleet.ready, 'is', 'are')} ready`;
  return left.slice(0, room).map(({ id }) => ({ nodeId: id, action: 'deallocate', reason }));
}

function whyKept(view: PlanView): string | undefined {
  const { fleet, target } = view;
  if (!isEnforced(view) || target.keepRule !== 'forecast' || fleet.ready > target.keep) return undefined;
  return whyUnknown(view) ?? target.because.join(' and ');
}

/** How far apart the nodes of one request of ours become ready. */
function rememberSpread(memory: PoolMemory, { nodeOf, gated }: NodesLook): Partial<PoolMemory> {
  if (gated || (memory.starting.length === 0 && memory.startSpread === undefined)) return {};
  const ready = memory.starting.flatMap((start) => readyStart(start, nodeOf.get(start.nodeId)));
  const underWay = memory.starting
    .filter(({ nodeId }) => !isReadyState(nodeOf.get(nodeId)?.state ?? 'unknown'))
    .map(({ asked }) => asked.epochMilliseconds);
  return { startSpread: spreadAfter(memory.startSpread ?? NO_SPREAD, ready, new Set(underWay)) };
}

function readyStart(
  { asked, exact }: PoolMemory['starting'][number],
  node: NodeSnapshot | undefined,
): readonly ReadyStart[] {
  if (!exact || node?.stateSince === undefined || !isReadyState(node.state)) return [];
  const seconds = (node.stateSince - asked.epochMilliseconds) / 1000;
  return seconds > 0 && seconds <= LONGEST_S ? [{ asked: asked.epochMilliseconds, seconds }] : [];
}

function explainForecast(view: ExplainView): Explanation {
  const { policy, fleet, own, won } = view;
  if (policy.forecast === undefined) return { says: 'there is no forecast', why: 'the policy has none' };
  const forecast = forecastFor(view, fleet.size);
  if (forecast === undefined) return { says: 'every node stays', why: whyUnknown(view) ?? 'nothing is known' };
  const says = describeForecast(forecast, view.forecast?.needed ?? 0);
  if (policy.forecast.mode === 'observe') return { says, why: 'the policy only observes it' };
  if (own.length > 0 || won) return { says, why: 'that pays at the price of waiting' };
  return {
    says,
    why: `the ${counted(view.target.keep, 'node that stays anyway is', 'nodes that stay anyway are')} enough`,
  };
}
