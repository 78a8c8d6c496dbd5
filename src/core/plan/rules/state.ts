import type { Temporal } from 'temporal-polyfill';
import { idleDoubt } from '../../pool/idle-node.ts';
import { isStartingState } from '../../pool/node-state.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { isOverdue, OVERDUE_AFTER, START_DEADLINE } from '../../pool/start-deadline.ts';
import { TICK } from '../../pool/tick.ts';
import { type Sentence, unwritten } from '../../text/sentence.ts';
import { describeMilliseconds } from '../../time/describe-duration.ts';
import { isoText, millisecondsIn, NO_TIME } from '../../time/epoch.ts';
import { nextAfter } from '../../time/instants.ts';
import type { DecidingRule } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import { takesPart } from '../input/fleet.ts';
import type { PlanView } from '../input/plan-input.ts';

/** Deallocates only nodes that are certainly idle, or that run and may drain; starts only deallocated nodes. */
export const stateRule = {
  name: 'state',
  decides: 'that a node is left alone in a state in which nothing can be done with it',
  keeps: (view) => (node) => whyStateKeeps(node, view),
  wakesAt: ({ pool: { nodes }, policy, memory, now }) => {
    const starting = nodes.filter(({ state }) => isStartingState(state)).map(({ stateSince }) => stateSince);
    const asked = memory.starting.map((start) => start.asked.epochMilliseconds);
    return [
      // A node that shows an idle time in the future counts as idle from then on.
      nextAfter(
        nodes.filter(({ state }) => state === 'idle').map(({ stateSince }) => stateSince),
        NO_TIME,
        now,
      ),
      // The state of a node that shows idle too early does not change when its last task has ended.
      nodes.some((node) => takesPart(node, policy) && isInUse(node)) ? now.add(TICK) : undefined,
      nextAfter(starting, OVERDUE_AFTER, now),
      nextAfter(asked, START_DEADLINE, now),
    ];
  },
  explains: ({ own }) =>
    explainOwn(own, 'nothing can be done with a node in such a state', {
      says: 'every node is deallocated, or idle beyond doubt',
      why: 'no node is in a state that forbids an act',
    }),
  wouldChange:
    ({ now }) =>
    (node) =>
      node === undefined ? undefined : whatChanges(node, now),
} as const satisfies DecidingRule;

function isInUse({ state, runningTasks }: NodeSnapshot): boolean {
  return state === 'idle' && runningTasks !== undefined && runningTasks > 0;
}

function whyStateKeeps(node: NodeSnapshot, { now }: PlanView): Sentence | undefined {
  const { state, runningTasks } = node;
  if (state === 'deallocated') return undefined;
  if (state === 'idle') return idleDoubt(node, now);
  if (state === 'running') return runningTasks === undefined ? 'running' : `running, tasks: ${runningTasks}`;
  if (state === 'deallocating') return 'deallocating, on its way';
  if (isOverdue(node, now)) return unwritten(describeOverdue, { node, now });
  return isStartingState(state)
    ? `${state}, on its way to ready`
    : `${state}: only idle nodes are deallocated and only deallocated ones started`;
}

function describeOverdue({ node, now }: { readonly node: NodeSnapshot; readonly now: Temporal.Instant }): string {
  return `${node.state} for ${timeInState(node, now)}, overdue: others are started in its place`;
}

function whatChanges({ state, stateSince, schedulingEnabled }: NodeSnapshot, now: Temporal.Instant): string {
  if (state === 'running') return 'its tasks end';
  if (state === 'deallocating') return 'it shows deallocated';
  if (state === 'idle')
    return schedulingEnabled === false
      ? 'somebody enables its scheduling'
      : 'Batch shows that it is idle without doubt';
  if (!isStartingState(state)) return 'its state changes: somebody may reboot, reimage or remove it';
  const overdueAt = stateSince === undefined ? undefined : stateSince + millisecondsIn(START_DEADLINE);
  return overdueAt === undefined || overdueAt < now.epochMilliseconds
    ? 'it becomes ready'
    : `it becomes ready; from ${isoText(overdueAt)} on others are started in its place`;
}

function timeInState({ stateSince }: NodeSnapshot, now: Temporal.Instant): string {
  return stateSince === undefined ? 'an unknown time' : describeMilliseconds(now.epochMilliseconds - stateSince);
}
