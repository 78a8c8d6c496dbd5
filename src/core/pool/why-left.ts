import type { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy/policy.ts';
import { describeSince } from '../time/describe-duration.ts';
import { type Decision, leave } from './decision.ts';
import { type Fleet, idleDoubt, idleNode, isOverdue } from './fleet.ts';
import { isLeaving } from './leaving.ts';
import { isComingState } from './node-state.ts';
import { isIdleTooLong } from './select-deallocations.ts';
import type { NodeSnapshot } from './snapshot.ts';
import type { Target } from './target.ts';

/** What was known when a node was left as it is. */
export interface Circumstances {
  readonly fleet: Fleet;
  readonly target: Target;
  readonly policy: Policy;
  readonly now: Temporal.Instant;
}

/** The decision, with its reason, for a node that no rule asks an act for. */
export function whyLeft(node: NodeSnapshot, circumstances: Circumstances): Decision {
  if (node.dedicated !== true) {
    return leave(
      node.id,
      'protection',
      node.dedicated === false ? 'a Spot node' : 'perhaps a Spot node: it is not known',
    );
  }
  if (isLeaving(node, circumstances.now)) {
    return leave(node.id, 'state', `${node.state}; asked to deallocate at ${node.askedToGo}, on its way`);
  }
  if (node.state === 'idle') return whyIdleLeft(node, circumstances);
  if (node.state === 'deallocated') {
    return leave(
      node.id,
      'schedule',
      `deallocated; enough are ready or on the way: ${circumstances.target.minBecause}`,
    );
  }
  return leave(node.id, 'state', whyStateLeft(node, circumstances.now));
}

function whyStateLeft(node: NodeSnapshot, now: Temporal.Instant): string {
  const { state, runningTasks } = node;
  if (isOverdue(node, now)) return `${state} for ${timeInState(node, now)}, overdue: others are started in its place`;
  if (isComingState(state)) return `${state}, on its way to ready`;
  if (state === 'running') return runningTasks === undefined ? 'running' : `running, tasks: ${runningTasks}`;
  if (state === 'deallocating') return 'deallocating, on its way';
  return `${state}: only idle nodes are deallocated and only deallocated ones started`;
}

function whyIdleLeft(node: NodeSnapshot, { fleet, target, policy, now }: Circumstances): Decision {
  const idle = idleNode(node, now);
  if (idle === undefined) return leave(node.id, 'state', idleDoubt(node, now) ?? 'idle, but not beyond doubt');
  const idleFor = `idle for ${timeInState(node, now)}`;
  if (fleet.ready <= target.min) {
    return leave(node.id, 'schedule', `${idleFor}; ${target.minBecause}, ${fleet.ready} are`);
  }
  if (policy.idle === undefined) return leave(node.id, 'idle', `${idleFor}; the policy has no idle timeout`);
  return isIdleTooLong(idle, policy.idle, now)
    ? leave(node.id, 'idle', `${idleFor}; kept: ${policy.idle.keep} idle nodes stay, and ${target.minBecause}`)
    : leave(node.id, 'idle', `${idleFor}, within the idle timeout`);
}

function timeInState({ stateSince }: NodeSnapshot, now: Temporal.Instant): string {
  return stateSince === undefined ? 'an unknown time' : describeSince(stateSince, now);
}
