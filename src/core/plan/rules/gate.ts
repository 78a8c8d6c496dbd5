import { Temporal } from 'temporal-polyfill';
import { firstByNode } from '../../memory/first-by-node.ts';
import type { Gating, PoolMemory } from '../../memory/memory.ts';
import { isIdle } from '../../pool/idle-node.ts';
import { isReadyState } from '../../pool/node-state.ts';
import { nodesById } from '../../pool/nodes-by-id.ts';
import type { NodeSnapshot } from '../../pool/snapshot.ts';
import { TICK } from '../../pool/tick.ts';
import { unwritten } from '../../text/sentence.ts';
import { isBefore } from '../../time/instants.ts';
import type { DecidingRule, Limit, LimitInput, Proposal, Taken } from '../input/deciding-rule.ts';
import { explainOwn } from '../input/explain-own.ts';
import type { PlanView } from '../input/plan-input.ts';

/** While the circuit is open, one node is started in each such interval. */
const TRIAL_EVERY = Temporal.Duration.from({ hours: 1 });

/**
 * A started node must pass the gate of the policy before it counts as ready. Nodes that fail are retried or quarantined. After
 * too many failures, a circuit holds starts back.
 */
export const gateRule = {
  name: 'gate',
  decides: 'whether started nodes count as ready, and what happens to those that fail their gate',
  countsAs: ({ memory }) => {
    const { gatingOf, failedOf } = gatesIn(memory);
    if (gatingOf.size === 0 && failedOf.size === 0) return undefined;
    return ({ id }) => (gatingOf.has(id) ? 'starting' : failedOf.has(id) ? 'nothing' : undefined);
  },
  vetoes: ({ memory }) => {
    const { gatingOf, failedOf } = gatesIn(memory);
    if (gatingOf.size === 0 && failedOf.size === 0) return undefined;
    return (act, { id }) => {
      if (act === 'start') return undefined;
      const failed = failedOf.get(id);
      if (failed !== undefined) return `it has failed its gate: ${failed.reason}`;
      const gating = gatingOf.get(id);
      return gating && unwritten(describeGating, gating);
    };
  },
  proposes: remedies,
  limits: (act, input) => (act === 'start' ? circuitLimit(input) : undefined),
  wakesAt: ({ memory, now }) => (memory.gating.length > 0 ? [now.add(TICK)] : []),
  remembers: {
    afterLook: (memory, { nodeOf, now, gated }) => ({
      gating: [
        ...memory.gating.filter(({ nodeId }) => isReady(nodeOf.get(nodeId))),
        ...(gated ? memory.starting.filter(({ nodeId }) => isReady(nodeOf.get(nodeId))) : []).map((start) => ({
          ...start,
          since: now,
        })),
      ],
      retried: memory.retried.filter((nodeId) => nodeOf.has(nodeId)),
      failedGate: memory.failedGate.filter(({ nodeId }) => isReady(nodeOf.get(nodeId))),
    }),
  },
  explains: ({ own, policy, memory }) =>
    explainOwn(own, 'a node counts as ready when it has passed its gate', {
      says: policy.gate === undefined ? 'the policy has no gate' : 'no node waits at its gate or has failed it',
      why:
        memory.circuit === undefined
          ? 'there is no start to suspend'
          : `no start is suspended, although the circuit is open: ${memory.circuit.because}`,
    }),
  wouldChange: ({ memory }) =>
    memory.circuit === undefined
      ? 'the node passes its gate, or its time for that ends'
      : 'a started node passes its gate, or somebody resets the circuit',
} as const satisfies DecidingRule;

function gatesIn({ gating, failedGate }: PoolMemory) {
  return { gatingOf: firstByNode(gating), failedOf: firstByNode(failedGate) };
}

function describeGating({ since }: Gating): string {
  return `ready since ${since}, not yet through its gate`;
}

function isReady(node: NodeSnapshot | undefined): boolean {
  return node !== undefined && isReadyState(node.state);
}

/**
 * The nodes that have failed their gate. While the circuit is open they are left as they are, because the cause is not the
 * single node; but the first to go when more are on than may be, because no work counts on them.
 */
function remedies(view: PlanView, taken: Taken): readonly Proposal[] {
  const { pool, memory, now } = view;
  const { nodes } = pool;
  if (memory.circuit !== undefined) return failedAboveMaximum(view, taken);
  return memory.failedGate.flatMap(({ nodeId, remedy, reason }): readonly Proposal[] => {
    const node = nodesById(nodes).get(nodeId);
    if (!isReady(node)) return [];
    if (remedy === 'quarantine') return [{ nodeId, action: 'quarantine', reason }];
    if (node === undefined || !isIdle(node, now)) return [];
    return [{ nodeId, action: 'deallocate', reason: `${reason}; it is tried once more` }];
  });
}

function failedAboveMaximum(
  { pool: { nodes }, memory, fleet, target, now }: PlanView,
  taken: Taken,
): readonly Proposal[] {
  const surplus = target.max === undefined ? 0 : fleet.allocated - target.max - taken.stops;
  return memory.failedGate
    .filter(({ nodeId }) => {
      const node = nodesById(nodes).get(nodeId);
      return node !== undefined && isIdle(node, now) && !taken.has(nodeId);
    })
    .slice(0, Math.max(0, surplus))
    .map(({ nodeId, reason }) => ({
      nodeId,
      action: 'deallocate',
      reason: `${target.maxBecause}, ${fleet.allocated} are; it has failed its gate: ${reason}`,
    }));
}

/** While the circuit is open, one node an hour is started as a trial. */
function circuitLimit({ memory, now }: LimitInput): Limit | undefined {
  const { circuit, lastStart } = memory;
  if (circuit === undefined) return undefined;
  const last = lastStart === undefined || isBefore(lastStart, circuit.openedAt) ? circuit.openedAt : lastStart;
  const trialAt = last.add(TRIAL_EVERY);
  const isTrial = !isBefore(now, trialAt);
  return {
    acts: isTrial ? 1 : 0,
    because: `the circuit has been open since ${circuit.openedAt}, as ${circuit.because}`,
    resumesAt: isTrial ? undefined : trialAt,
  };
}
