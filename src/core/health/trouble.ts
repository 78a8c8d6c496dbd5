import type { Temporal } from 'temporal-polyfill';
import type { FailedStart, PoolMemory } from '../memory/memory.ts';
import { costOf } from '../policy/cost.ts';
import type { Price } from '../policy/policy.ts';
import { isInTrouble } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { type EpochMilliseconds, instantOf } from '../time/epoch.ts';
import { isBefore } from '../time/instants.ts';

/** Something broken: a node, or the starts of the pool. */
export interface Broken {
  /** `undefined` if it concerns the pool. */
  readonly nodeId: string | undefined;
  /** One sentence for people, without a full stop. */
  readonly what: string;
  /** When it was first observed; `undefined` if Batch does not say. */
  readonly since: Temporal.Instant | undefined;
  /** What was tried, in words; empty if nothing was. */
  readonly tried: readonly string[];
  readonly nextTryAt: Temporal.Instant | undefined;
}

/** What is broken in a pool, and its cost. */
export interface Trouble {
  /** First what concerns the pool, then by node. */
  readonly broken: readonly Broken[];
  /** Nodes that are paid for and cannot be used. */
  readonly paidNodes: number;
  /** The total hours of these nodes in their current state. A failed repair restarts them. */
  readonly nodeHours: number;
  /** The cost of these hours; `undefined` without a price. */
  readonly cost: { readonly amount: number; readonly currency: string } | undefined;
}

/** What trouble is found in. */
export interface TroubleInput {
  readonly nodes: readonly NodeSnapshot[];
  readonly memory: Pick<PoolMemory, 'failedStarts' | 'startBackOff' | 'circuit' | 'failedGate'>;
  readonly price: Price | undefined;
  readonly now: Temporal.Instant;
}

/** Finds what is broken in a pool: failed starts, failed gates, and nodes that need a repair. */
export function troubleIn({ nodes, memory, price, now }: TroubleInput): Trouble {
  const paid = nodes.filter(({ state }) => isInTrouble(state));
  const nodeHours = paid.reduce((sum, { stateSince }) => sum + hoursSince(stateSince, now), 0);
  const hours = { on: nodeHours, all: nodeHours };
  return {
    broken: [...brokenPool(memory), ...nodes.flatMap((node) => brokenNode(node, { memory, now }))],
    paidNodes: paid.length,
    nodeHours,
    cost: price && { amount: costOf(price, hours), currency: price.currency },
  };
}

/** Why starts of a whole pool fail or are suspended; `undefined` if they are not. */
export function whyStartsFail(memory: Pick<PoolMemory, 'startBackOff' | 'circuit'>): string | undefined {
  return brokenPool(memory)[0]?.what;
}

/** The cost of unusable nodes, in the words of a reason; `undefined` if none is paid for. */
export function describeTroubleCost({ paidNodes, nodeHours, cost }: Trouble): string | undefined {
  if (paidNodes === 0) return undefined;
  const nodes = paidNodes === 1 ? '1 node is' : `${paidNodes} nodes are`;
  const money = cost === undefined ? '' : `, ${cost.amount.toFixed(2)} ${cost.currency}`;
  return `${nodes} paid for and cannot be used: ${nodeHours.toFixed(1)} node hours so far${money}`;
}

function hoursSince(since: EpochMilliseconds | undefined, now: Temporal.Instant): number {
  return since === undefined ? 0 : Math.max(0, now.epochMilliseconds - since) / 3_600_000;
}

function brokenPool({ startBackOff, circuit }: Pick<PoolMemory, 'startBackOff' | 'circuit'>): readonly Broken[] {
  const starts =
    startBackOff === undefined
      ? []
      : [
          {
            nodeId: undefined,
            what: `starts of the pool fail, the last because ${startBackOff.because}`,
            since: startBackOff.since,
            tried: [`starts, ${times(startBackOff.failures)} without success`],
            nextTryAt: startBackOff.retryAt,
          },
        ];
  const gate =
    circuit === undefined
      ? []
      : [
          {
            nodeId: undefined,
            what: `started nodes fail their gate: ${circuit.because}`,
            since: circuit.openedAt,
            tried: ['one node is started every hour'],
            nextTryAt: undefined,
          },
        ];
  return [...starts, ...gate];
}

function brokenNode(
  { id, state, stateSince }: NodeSnapshot,
  { memory, now }: Pick<TroubleInput, 'memory' | 'now'>,
): readonly Broken[] {
  const failed = memory.failedStarts.find(({ nodeId }) => nodeId === id);
  if (failed !== undefined) {
    const what = `it shows ${state}; its last start failed: ${failed.reason}`;
    const nextTryAt = isBefore(now, failed.retryAt) ? failed.retryAt : undefined;
    return [{ nodeId: id, what, since: failed.since, tried: triedOn(failed), nextTryAt }];
  }
  const gate = memory.failedGate.find(({ nodeId }) => nodeId === id);
  if (gate !== undefined) {
    const what = `it has failed its gate: ${gate.reason}`;
    return [{ nodeId: id, what, since: undefined, tried: [gate.remedy], nextTryAt: undefined }];
  }
  if (!isInTrouble(state)) return [];
  return [
    {
      nodeId: id,
      what: `it is ${state}`,
      since: stateSince === undefined ? undefined : instantOf(stateSince),
      tried: [],
      nextTryAt: undefined,
    },
  ];
}

function triedOn({ failures, repairs, refusedRepairs }: FailedStart): readonly string[] {
  const told = repairs.map((repair) =>
    refusedRepairs.includes(repair) ? `${repair}, refused by the service` : repair,
  );
  return [`a start, ${times(failures)}`, ...told];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
