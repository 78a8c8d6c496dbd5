import type { Temporal } from 'temporal-polyfill';
import { isDraining } from '../pool/draining.ts';
import { idleDoubt, idleNode } from '../pool/idle-node.ts';
import { isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue } from '../pool/start-deadline.ts';
import { describeSince } from '../time/describe-duration.ts';
import { type Decision, leave } from './decision.ts';
import { objectionTo, takesPart } from './protection.ts';
import { isIdleTooLong } from './select-deallocations.ts';
import { type Wishing, whyNoIdleTimeout } from './wishes.ts';

/** The decision, with its reason, for a node that no rule asks an act for. */
export function whyLeft(node: NodeSnapshot, wishing: Wishing): Decision {
  const { policy, now, target } = wishing;
  if (!takesPart(node, policy)) {
    return leave(
      node.id,
      'protection',
      node.dedicated === false ? 'a Spot node' : 'perhaps a Spot node: it is not known',
    );
  }
  if (isDraining(node, now)) {
    return leave(node.id, 'state', `${node.state}; asked to deallocate at ${node.askedToGo}, on its way`);
  }
  const objection = objectionTo(node.state === 'deallocated' ? 'start' : 'deallocate', node, wishing);
  if (objection !== undefined) return leave(node.id, objection.rule, `${node.state}; ${objection.reason}`);
  if (node.state === 'idle') return whyIdleLeft(node, wishing);
  if (node.state === 'deallocated') {
    return leave(node.id, target.minRule, `deallocated; enough are ready or on the way: ${target.minBecause}`);
  }
  return leave(node.id, 'state', whyStateLeft(node, now));
}

function whyStateLeft(node: NodeSnapshot, now: Temporal.Instant): string {
  const { state, runningTasks } = node;
  if (isOverdue(node, now)) return `${state} for ${timeInState(node, now)}, overdue: others are started in its place`;
  if (isStartingState(state)) return `${state}, on its way to ready`;
  if (state === 'running') return runningTasks === undefined ? 'running' : `running, tasks: ${runningTasks}`;
  if (state === 'deallocating') return 'deallocating, on its way';
  return `${state}: only idle nodes are deallocated and only deallocated ones started`;
}

function whyIdleLeft(node: NodeSnapshot, wishing: Wishing): Decision {
  const { fleet, target, policy, now } = wishing;
  const idle = idleNode(node, now);
  if (idle === undefined) return leave(node.id, 'state', idleDoubt(node, now) ?? 'idle, but not beyond doubt');
  const idleFor = `idle for ${timeInState(node, now)}`;
  if (fleet.ready <= target.min) {
    return leave(node.id, target.minRule, `${idleFor}; ${target.minBecause}, ${fleet.ready} are`);
  }
  if (policy.idle === undefined) return leave(node.id, 'idle', `${idleFor}; the policy has no idle timeout`);
  if (!isIdleTooLong(idle, policy.idle, now)) return leave(node.id, 'idle', `${idleFor}, within the idle timeout`);
  const whyNot = whyNoIdleTimeout(wishing);
  if (whyNot !== undefined) return leave(node.id, 'idle', `${idleFor}; ${whyNot}`);
  return fleet.ready <= target.keep
    ? leave(node.id, 'demand', `${idleFor}; kept: there may be work for ${target.keep} nodes`)
    : leave(node.id, 'idle', `${idleFor}; kept: ${policy.idle.keep} idle nodes stay, and ${target.minBecause}`);
}

function timeInState({ stateSince }: NodeSnapshot, now: Temporal.Instant): string {
  return stateSince === undefined ? 'an unknown time' : describeSince(stateSince, now);
}
