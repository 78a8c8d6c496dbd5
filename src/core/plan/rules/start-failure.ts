import { Temporal } from 'temporal-polyfill';
import { describeTroubleCost, troubleIn } from '../../health/trouble.ts';
import { firstByNode } from '../../memory/first-by-node.ts';
import type { FailedStart, PoolMemory, StartBackOff } from '../../memory/memory.ts';
import { stepsOf } from '../../policy/start-failure-ladder.ts';
import { fractionOf } from '../../pool/jitter.ts';
import { isInTrouble, isReadyState } from '../../pool/node-state.ts';
import { nodesById } from '../../pool/nodes-by-id.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { unwritten } from '../../text/sentence.ts';
import { isBefore } from '../../time/instants.ts';
import { askedToStart } from '../input/asked-to-start.ts';
import type {
  DecidingRule,
  Limit,
  LimitInput,
  MadeActs,
  NodesLook,
  NodeVeto,
  Proposal,
  Taken,
} from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import type { PlanInput, PlanView } from '../input/plan-input.ts';

/**
 * Failed starts cause a backoff. A node waits longer after each failure, and other nodes are started before it. If starts fail
 * and none succeeds, the pool backs off too, and then starts one node at a time as a trial until one is ready. Unusable nodes
 * are repaired by the ladder of the policy. The first start that succeeds ends the backoff.
 */
export const startFailureRule = {
  name: 'start-failure',
  decides: 'when starts are tried again after some have failed, and on which nodes',
  vetoes: nodesThatWait,
  proposes: (view, taken) => [...repairs(view), ...lastTrial(view, taken)],
  limits: (act, input) => (act === 'start' ? trialLimit(input) : undefined),
  wakesAt: ({ memory: { failedStarts, startBackOff } }) => [
    startBackOff?.retryAt,
    ...failedStarts.map(({ retryAt }) => retryAt),
  ],
  remembers: { afterLook: rememberFailures, afterActs: rememberRepairs },
  explains: ({ own, pool: { nodes }, policy: { price }, memory, now }) =>
    explainOwn(own, 'starts of this pool have failed, so they are tried again more slowly', {
      says: [describeFailures(memory), describeTroubleCost(troubleIn({ nodes, memory, price, now }))]
        .filter((part) => part !== undefined)
        .join('; '),
      why: memory.failedStarts.length === 0 ? 'no start is suspended by it' : 'no other start is needed now',
    }),
  wouldChange: ({ own, memory: { startBackOff, failedStarts } }) => {
    if (own.length === 0) return undefined;
    const failedOf = firstByNode(failedStarts);
    return (node) => {
      const retryAt = failedOf.get(node?.id ?? '')?.retryAt ?? startBackOff?.retryAt;
      return retryAt && `the next trial at ${retryAt}, or a start that succeeds`;
    };
  },
} as const satisfies DecidingRule;

/** The longest backoff of a pool between two trials: when the cause is gone, nodes come late by this much at most. */
const LONGEST_POOL_WAIT = Temporal.Duration.from({ minutes: 30 });
/** The longest backoff of a node that keeps failing while others start. */
const LONGEST_NODE_WAIT = Temporal.Duration.from({ hours: 6 });
/** A wait is longer by up to this share, depending on the node, so that pools that failed together do not retry together. */
const JITTER = 0.2;

function nodesThatWait({ memory, now }: PlanInput): NodeVeto | undefined {
  const { failedStarts } = memory;
  const asked = askedToStart(memory);
  if (failedStarts.length === 0 && asked.size === 0) return undefined;
  const failedOf = firstByNode(failedStarts);
  return (act, { id, state }) => {
    if (act !== 'start') return undefined;
    const since = state === 'deallocated' ? asked.get(id) : undefined;
    if (since !== undefined) return unwritten(describeAsked, since);
    const failed = failedOf.get(id);
    return failed !== undefined && isBefore(now, failed.retryAt) ? unwritten(describeFailed, failed) : undefined;
  };
}

function describeAsked(asked: Temporal.Instant): string {
  return `asked to start at ${asked}, which does not show yet`;
}

function describeFailed({ at, reason, retryAt }: FailedStart): string {
  return `its last start failed at ${at} (${reason}); it is tried again at ${retryAt}`;
}

function trialLimit({ memory: { startBackOff, starting }, now }: LimitInput): Limit | undefined {
  if (startBackOff === undefined) return undefined;
  const { failures, since, retryAt, because } = startBackOff;
  const times = failures === 1 ? 'starts have failed' : `starts have failed ${failures} times in a row`;
  const story = `${times} since ${since}, the last because ${because}`;
  if (isBefore(now, retryAt)) return { acts: 0, because: `${story}; one is tried at ${retryAt}`, resumesAt: retryAt };
  const isOnTrial = starting.some(({ asked }) => !isBefore(asked, retryAt));
  return { acts: isOnTrial ? 0 : 1, because: `${story}; one is on trial`, resumesAt: undefined };
}

/**
 * Updates the backoff: a start that is ready ends the backoff of the pool, a failed one prolongs it. A node that somebody has
 * removed during its start says nothing about the starts of others.
 */
function rememberFailures(memory: PoolMemory, look: NodesLook): Partial<PoolMemory> {
  const starts = look.completions.filter(({ action }) => action === 'start');
  const failed = starts.filter(({ kind, nodeId }) => kind === 'failed' && look.nodeOf.has(nodeId));
  const isReady = (nodeId: string) => isReadyState(look.nodeOf.get(nodeId)?.state ?? 'unknown');
  const known = memory.failedStarts
    .filter(({ nodeId }) => look.nodeOf.has(nodeId) && !isReady(nodeId))
    .map((one) => unlessWaitIsReset(one, look));
  const failedStarts = new Map(known.map((one) => [one.nodeId, one]));
  for (const { nodeId, reason } of failed)
    failedStarts.set(nodeId, failedAgain(failedStarts.get(nodeId), { nodeId, reason, look }));
  const hasSucceeded =
    starts.some(({ kind }) => kind === 'completed') || memory.failedStarts.some(({ nodeId }) => isReady(nodeId));
  return {
    failedStarts: [...failedStarts.values()],
    startBackOff: hasSucceeded ? undefined : backOffAfter(unlessReset(memory.startBackOff, look), failed.at(-1), look),
  };
}

function unlessReset(backOff: StartBackOff | undefined, { resetAt }: NodesLook): StartBackOff | undefined {
  return backOff === undefined || resetAt === undefined || isBefore(resetAt, backOff.since) ? backOff : undefined;
}

/** A reset by hand also ends the wait of each node that can be started. It leaves those alone that a repair may still help. */
function unlessWaitIsReset(failed: FailedStart, { resetAt, nodeOf }: NodesLook): FailedStart {
  if (resetAt === undefined || isBefore(resetAt, failed.at) || !isBefore(resetAt, failed.retryAt)) return failed;
  return nodeOf.get(failed.nodeId)?.state === 'deallocated' ? { ...failed, retryAt: resetAt } : failed;
}

const NO_REPAIRS = { repairs: [], refusedRepairs: [] };

function failedAgain(
  before: FailedStart | undefined,
  { nodeId, reason, look }: { readonly nodeId: string; readonly reason: string; readonly look: NodesLook },
): FailedStart {
  const failures = (before?.failures ?? 0) + 1;
  const wait = waitAfter(failures, { look, nodeId, longest: LONGEST_NODE_WAIT });
  const { repairs, refusedRepairs } = before ?? NO_REPAIRS;
  return {
    nodeId,
    since: before?.since ?? look.now,
    at: look.now,
    reason,
    failures,
    retryAt: look.now.add(wait),
    repairs,
    refusedRepairs,
  };
}

function backOffAfter(
  before: StartBackOff | undefined,
  last: { readonly nodeId: string; readonly reason: string } | undefined,
  look: NodesLook,
): StartBackOff | undefined {
  if (last === undefined) return before;
  const failures = (before?.failures ?? 0) + 1;
  const wait = waitAfter(failures, { look, nodeId: last.nodeId, longest: LONGEST_POOL_WAIT });
  return { since: before?.since ?? look.now, failures, retryAt: look.now.add(wait), because: last.reason };
}

function waitAfter(
  failures: number,
  { look, nodeId, longest }: { readonly look: NodesLook; readonly nodeId: string; readonly longest: Temporal.Duration },
): Temporal.Duration {
  const doubled = look.startBackOff.total('seconds') * 2 ** Math.min(failures - 1, 16);
  const seconds = Math.min(doubled, longest.total('seconds'));
  const jitter = JITTER * fractionOf(`${nodeId}/${failures}`);
  return Temporal.Duration.from({ seconds: Math.round(seconds * (1 + jitter)) });
}

/**
 * A trial of the pool takes other nodes first. If every node that could be started waits after failures of its own, the trial
 * takes the one that failed longest ago, because nothing else would show that the cause is gone. The limit grants one.
 */
function lastTrial({ pool: { nodes }, memory, fleet, target, now }: PlanView, taken: Taken): readonly Proposal[] {
  const { startBackOff, failedStarts } = memory;
  if (startBackOff === undefined || isBefore(now, startBackOff.retryAt) || fleet.deallocated.length > 0) return [];
  const missing = target.min - fleet.ready - fleet.starting - taken.starts;
  if (missing <= 0) return [];
  const isOff = ({ nodeId }: FailedStart) => nodesById(nodes).get(nodeId)?.state === 'deallocated';
  return failedStarts
    .filter(isOff)
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at))
    .map((failed) => ({ nodeId: failed.nodeId, action: 'start', reason: unwritten(describeLastTrial, failed) }));
}

function describeLastTrial({ at, reason }: FailedStart): string {
  return `tried before its wait is over, as no other node can be started; its last start failed at ${at} (${reason})`;
}

/** The next repair of the ladder for each failed node whose wait is over; one node at a time while nothing succeeds. */
function repairs({ pool: { nodes }, memory, policy, now }: PlanView): readonly Proposal[] {
  const steps = stepsOf(policy.startFailure.ladder).filter((step) => step === 'reboot' || step === 'reimage');
  const proposals = memory.failedStarts.flatMap((failed): readonly Proposal[] => {
    const node = nodesById(nodes).get(failed.nodeId);
    const next = steps.find((step) => !failed.repairs.includes(step));
    if (node === undefined || next === undefined || !isRepairable(node, failed, now)) return [];
    return [
      {
        nodeId: node.id,
        action: next,
        reason: `${node.state} after its start (${failed.reason}); ${next} may repair it`,
      },
    ];
  });
  const { startBackOff, failedStarts } = memory;
  if (startBackOff === undefined) return proposals;
  const mustWait = isBefore(now, startBackOff.retryAt) || failedStarts.some((failed) => isUnderRepair(failed, now));
  return mustWait ? [] : proposals.slice(0, 1);
}

/** Its `retryAt` does not tell: if the node fails again, that may be hours later, and the other nodes need not wait for it. */
function isUnderRepair({ repairedAt }: FailedStart, now: Temporal.Instant): boolean {
  return repairedAt !== undefined && isBefore(now, repairedAt.add(REPAIR_TAKES));
}

function isRepairable(node: NodeSnapshot, { retryAt }: FailedStart, now: Temporal.Instant): boolean {
  // A node whose start task failed runs no tasks. An unusable node must be known to run none.
  const isEmpty = node.state === 'starttaskfailed' || node.runningTasks === 0;
  return isInTrouble(node.state) && isEmpty && node.dedicated === true && !isBefore(now, retryAt);
}

function rememberRepairs({ failedStarts }: PoolMemory, { repaired, at }: MadeActs): Partial<PoolMemory> {
  if (repaired.length === 0) return {};
  const triedOn = new Map(repaired.map((one) => [one.nodeId, one]));
  return {
    failedStarts: failedStarts.map((failed) => {
      const tried = triedOn.get(failed.nodeId);
      if (tried === undefined) return failed;
      const repairs = [...failed.repairs, tried.repair];
      // A step that Batch has refused has not begun, so the next step need not wait for it.
      return tried.refused
        ? { ...failed, repairs, refusedRepairs: [...failed.refusedRepairs, tried.repair] }
        : { ...failed, repairs, retryAt: at.add(REPAIR_TAKES), repairedAt: at };
    }),
  };
}

/** After this time, a repaired node is ready or has failed again. */
const REPAIR_TAKES = Temporal.Duration.from({ minutes: 15 });

function describeFailures({ failedStarts: failed, startBackOff: backOff }: PoolMemory): string {
  if (failed.length === 0) return 'the last starts of all nodes have succeeded';
  const nodes = failed.length === 1 ? '1 node has' : `${failed.length} nodes have`;
  const tried = [...new Set(failed.flatMap(({ repairs: made }) => made))];
  const repaired = tried.length === 0 ? '' : `; tried: ${tried.join(' and ')}`;
  const pool = backOff === undefined ? '' : `; none has succeeded since ${backOff.since}`;
  return `${nodes} failed to start, the last because ${failed.at(-1)?.reason}${repaired}${pool}`;
}
