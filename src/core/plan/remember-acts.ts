import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../memory/memory.ts';
import type { PendingOperation } from '../memory/pending-operation.ts';
import { type CountedAct, isCounted, type Outcome, type Repair, type TasksOnDeallocate } from '../pool/act.ts';
import type { MadeActs } from './input/deciding-rule.ts';
import { rememberAll } from './remember-all.ts';

/** The outcome of an act on a node. */
export interface ActOutcome {
  readonly node: string | undefined;
  readonly action: string;
  readonly outcome?: Outcome | undefined;
  readonly tasks?: TasksOnDeallocate | undefined;
  /** Was the act requested by an evaluation that died, and found in the audit log by this one? */
  readonly foundOut?: boolean;
  /** If it differs from that of the evaluation. */
  readonly correlation?: string | undefined;
}

/** The acts of an evaluation. */
export interface Acted {
  readonly at: Temporal.Instant;
  readonly correlation: string;
  /** `undefined` if no policy requested them. */
  readonly policyId: string | undefined;
  /** When the last of them may have taken effect, if that may be later. */
  readonly arrivedBy?: Temporal.Instant;
  /** When they were decided, if that is known: the minute of the budget of an evaluation. */
  readonly decidedAt?: Temporal.Instant;
}

/** If it is not known whether the request arrived, it counts as made. */
const MAY_HAVE_ARRIVED: ReadonlySet<Outcome | undefined> = new Set(['accepted', 'unknown']);

/** A node that has left the pool when it is looked at may have taken the request before. */
const IS_SPENT: ReadonlySet<Outcome | undefined> = new Set([...MAY_HAVE_ARRIVED, 'gone']);

/** The memory of a pool after some acts. */
export function rememberActs(
  memory: PoolMemory,
  outcomes: readonly ActOutcome[],
  { at, correlation, policyId, arrivedBy = at, decidedAt }: Acted,
): PoolMemory {
  const started = nodesOf(outcomes, 'start');
  const areStarted = new Set(started);
  const found = new Set(outcomes.flatMap(({ node, foundOut }) => (foundOut === true ? [node] : [])));
  const stopped = nodesOf(outcomes, 'deallocate');
  const spent = {
    start: countOf(outcomes, 'start'),
    deallocate: countOf(outcomes, 'deallocate'),
    remove: countOf(outcomes, 'remove'),
  };
  const askedToGo = outcomes.flatMap(({ node, action }) =>
    node !== undefined && action === 'deallocate' ? [node] : [],
  );
  // A node that drains for certain still does if the request to end its tasks is lost.
  const certain = new Set(memory.draining.filter(({ inDoubt }) => inDoubt !== true).map(({ nodeId }) => nodeId));
  const isStillCertain = ({ node, tasks = 'taskcompletion' }: ActOutcome) =>
    tasks !== 'taskcompletion' && certain.has(node ?? '');
  const doubtful = outcomes.flatMap((one) =>
    one.node === undefined || one.outcome !== 'unknown' || isStillCertain(one) ? [] : [one.node],
  );
  const repaired = (['reboot', 'reimage'] as const).flatMap((repair) => repairsIn(outcomes, repair));
  const moments = { at, arrivedBy, decidedAt };
  const made: MadeActs = { ...moments, policyId, started, stopped, askedToGo, doubtful, spent, repaired };
  return {
    ...memory,
    ...rememberAll((part) => part.afterActs?.(memory, made)),
    starting: [
      ...memory.starting.filter(({ nodeId }) => !areStarted.has(nodeId)),
      ...started.map((nodeId) => ({ nodeId, asked: at, exact: !found.has(nodeId) })),
    ],
    pendingOperations: [
      ...memory.pendingOperations,
      ...outcomes.flatMap((one) => operationOf(one, { at, correlation })),
    ],
  };
}

function operationOf(
  { node, action, outcome, correlation }: ActOutcome,
  acted: Pick<Acted, 'at' | 'correlation'>,
): readonly PendingOperation[] {
  if (node === undefined || !MAY_HAVE_ARRIVED.has(outcome) || !isCounted(action)) return [];
  const operation = { nodeId: node, action, asked: acted.at, correlation: correlation ?? acted.correlation };
  return [outcome === 'unknown' ? { ...operation, inDoubt: true } : operation];
}

function repairsIn(outcomes: readonly ActOutcome[], repair: Repair): MadeActs['repaired'] {
  return outcomes.flatMap(({ node: nodeId, action, outcome }) => {
    const refused = outcome === 'refused';
    if (nodeId === undefined || action !== repair || !(refused || MAY_HAVE_ARRIVED.has(outcome))) return [];
    return [{ nodeId, repair, refused }];
  });
}

function nodesOf(outcomes: readonly ActOutcome[], action: CountedAct): readonly string[] {
  return outcomes.flatMap((one) =>
    one.node !== undefined && one.action === action && MAY_HAVE_ARRIVED.has(one.outcome) ? [one.node] : [],
  );
}

function countOf(outcomes: readonly ActOutcome[], counted: CountedAct): number {
  return outcomes.filter(
    ({ node, action, outcome }) => node !== undefined && action === counted && IS_SPENT.has(outcome),
  ).length;
}
