import { Temporal } from 'temporal-polyfill';
import { isOver } from '../time/instants.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** A node whose deallocation was requested, and when. */
export interface Draining {
  readonly nodeId: string;
  readonly asked: Temporal.Instant;
}

/**
 * A node that still shows `idle` this long after its deallocation was requested has not received the request: it is decided
 * again.
 */
export const NOT_RECEIVED = Temporal.Duration.from({ minutes: 2 });

/**
 * Is a node draining although it shows `idle` or `running`? What a node shows while it finishes its tasks before a deallocation
 * is not documented. A node that shows `running` must not count as ready, nor one that still shows `idle`.
 */
export function isDraining({ state, askedToGo }: NodeSnapshot, now: Temporal.Instant): boolean {
  if (askedToGo === undefined) return false;
  return state === 'running' || (state === 'idle' && !isOver(askedToGo, NOT_RECEIVED, now));
}

/** How much later than the clock of Batch ours may be; a node takes longer than that to be deallocated and to boot. */
const CLOCK_SKEW_MS = 60_000;

/**
 * A node that has booted since was deallocated, and somebody has started it again: its tasks are not those that it was to finish,
 * and the deadline is not theirs.
 */
function hasBootedSince({ bootedAt }: NodeSnapshot, asked: Temporal.Instant): boolean {
  return bootedAt !== undefined && bootedAt > asked.epochMilliseconds + CLOCK_SKEW_MS;
}

/** Adds to nodes when their deallocation was requested. */
export function withDraining(nodes: readonly NodeSnapshot[], draining: readonly Draining[]): readonly NodeSnapshot[] {
  if (draining.length === 0) return nodes;
  const askedFor = new Map(draining.map(({ nodeId, asked }) => [nodeId, asked]));
  return nodes.map((node) => {
    const asked = askedFor.get(node.id);
    const askedToGo = asked === undefined || hasBootedSince(node, asked) ? undefined : asked;
    return askedToGo === node.askedToGo ? node : { ...node, askedToGo };
  });
}

/** The nodes that are still draining at an instant. */
export function stillDraining(nodes: readonly NodeSnapshot[], now: Temporal.Instant): readonly Draining[] {
  return nodes
    .filter((node) => isDraining(node, now))
    .flatMap(({ id, askedToGo }) => (askedToGo === undefined ? [] : [{ nodeId: id, asked: askedToGo }]));
}
