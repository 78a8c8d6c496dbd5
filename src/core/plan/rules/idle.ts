import type { Temporal } from 'temporal-polyfill';
import type { IdlePolicy, OrderPolicy } from '../../policy/policy.ts';
import { type IdleNode, isIdle } from '../../pool/idle-node.ts';
import { counted } from '../../text/counted.ts';
import { unwritten } from '../../text/sentence.ts';
import { describeDuration, describeMilliseconds } from '../../time/describe-duration.ts';
import { isoText, millisecondsIn } from '../../time/epoch.ts';
import { isBefore, nextAfter } from '../../time/instants.ts';
import type { DecidingRule, ExplainView, Explanation, NodeKeep, Proposal, Taken } from '../input/deciding-rule.ts';
import type { PlanInput, PlanView } from '../input/plan-input.ts';
import { describeOrder } from '../input/release-order.ts';

/** Deallocates nodes that have been idle for the whole timeout, unless something needs them. */
export const idleRule = {
  name: 'idle',
  decides: 'when nodes that nothing needs have been idle for long enough',
  proposes: idleTooLong,
  keeps: whyIdleKeeps,
  wakesAt: ({ fleet, policy, memory, now }) => [
    policy.idle &&
      nextAfter(
        fleet.idleInAnyOrder.map(({ stateSince }) => stateSince),
        policy.idle.timeout,
        now,
      ),
    memory.lastStart?.add(policy.coolDown),
  ],
  remembers: { afterActs: (_, { at, started }) => (started.length > 0 ? { lastStart: at } : {}) },
  explains: explainIdle,
  wouldChange: ({ policy: { idle }, own, now }) => {
    if (idle === undefined) return undefined;
    const isTooLong = isIdleTooLong(idle, now);
    const acting = new Set(own.filter(({ action }) => action !== 'none').map(({ nodeId }) => nodeId));
    const [timeout, milliseconds] = [describeDuration(idle.timeout), millisecondsIn(idle.timeout)];
    return (node) => {
      if (node === undefined || !isIdle(node, now)) return undefined;
      if (!isTooLong(node))
        return `the node has been idle for ${timeout} at ${isoText(node.stateSince + milliseconds)}`;
      return acting.has(node.id)
        ? 'a task starts on the node before the request reaches Batch, or the policy has a longer idle timeout'
        : 'more nodes are idle than are kept (`idle.keep`), or fewer must be ready';
    };
  },
} as const satisfies DecidingRule;

/**
 * The nodes that have been idle for longer than the timeout, the longest idle first, without the kept idle nodes and the
 * minimum of ready nodes.
 */
function idleTooLong(view: PlanView, taken: Taken): readonly Proposal[] {
  const { policy, fleet, target, now } = view;
  const { idle } = policy;
  if (idle === undefined || whyNoIdleTimeout(view) !== undefined) return [];
  const isTooLong = isIdleTooLong(idle, now);
  if (!fleet.idleInAnyOrder.some(isTooLong)) return [];
  const beyond = fleet.ready - target.keep - taken.releases;
  if (beyond <= 0) return [];
  const left = fleet.idle.filter(({ id }) => !taken.has(id));
  const room = Math.min(beyond, left.length - idle.keep);
  return left
    .filter(isTooLong)
    .slice(0, Math.max(0, room))
    .map((node) => ({
      nodeId: node.id,
      action: 'deallocate',
      reason: unwritten(describeIdle, { node, idle, now, order: policy.deallocateOrder }),
    }));
}

/** Whether a node has been idle for the whole timeout at an instant. */
function isIdleTooLong({ timeout }: IdlePolicy, now: Temporal.Instant): (node: IdleNode) => boolean {
  const tooLongSince = now.epochMilliseconds - millisecondsIn(timeout);
  return ({ stateSince }) => stateSince <= tooLongSince;
}

interface IdleForLong {
  readonly node: IdleNode;
  readonly idle: IdlePolicy;
  readonly order: OrderPolicy;
  readonly now: Temporal.Instant;
}

function describeIdle({ node: { stateSince }, idle, order, now }: IdleForLong): string {
  const timeout = `the idle timeout is ${describeDuration(idle.timeout)}${describeOrder(order)}`;
  return `idle for ${describeMilliseconds(now.epochMilliseconds - stateSince)}, since ${isoText(stateSince)}; ${timeout}`;
}

/** Why no node is deallocated for idleness now; `undefined` if nodes may be. */
function whyNoIdleTimeout({ policy, memory, work, now }: PlanInput): string | undefined {
  if (work?.unknown !== undefined) return `there may be more work than is known: ${work.unknown}`;
  const coolUntil = memory.lastStart?.add(policy.coolDown);
  return coolUntil !== undefined && isBefore(now, coolUntil)
    ? `the pool cools down until ${coolUntil}, a node was started at ${memory.lastStart}`
    : undefined;
}

function whyIdleKeeps(view: PlanView): NodeKeep {
  const { target, policy, now } = view;
  const isTooLong = policy.idle && isIdleTooLong(policy.idle, now);
  const kept = counted(policy.idle?.keep ?? 0, 'idle node stays', 'idle nodes stay');
  const whyNot = whyNoIdleTimeout(view) ?? `kept: ${kept}, and ${target.minBecause}`;
  const whyKept = (node: IdleNode) => {
    if (isTooLong === undefined) return '; the policy has no idle timeout';
    return isTooLong(node) ? `; ${whyNot}` : ', within the idle timeout';
  };
  return (node) => (isIdle(node, now) ? unwritten(describeKept, { node, now, why: whyKept(node) }) : undefined);
}

interface KeptIdle {
  readonly node: IdleNode;
  readonly now: Temporal.Instant;
  readonly why: string;
}

function describeKept({ node: { stateSince }, now, why }: KeptIdle): string {
  return `idle for ${describeMilliseconds(now.epochMilliseconds - stateSince)}${why}`;
}

function explainIdle(view: ExplainView): Explanation {
  const { policy, fleet, target, now, own } = view;
  const { idle } = policy;
  if (idle === undefined) return { says: 'there is no idle timeout', why: 'the policy has none' };
  const outlasted = fleet.idleInAnyOrder.filter(isIdleTooLong(idle, now)).length;
  const says = `${outlasted} of ${counted(fleet.idleInAnyOrder.length, 'idle node')} ${outlasted === 1 ? 'has' : 'have'} been idle for ${describeDuration(idle.timeout)} or longer, ${counted(idle.keep, 'is', 'are')} kept`;
  if (own.some(({ action }) => action !== 'none')) return { says, why: 'nothing above needs these nodes' };
  if (outlasted === 0) return { says, why: 'none has been idle for that long' };
  return { says, why: whyNoIdleTimeout(view) ?? `${target.keep} must stay ready, ${fleet.ready} are` };
}
