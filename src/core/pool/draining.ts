import { Temporal } from 'temporal-polyfill';
import { isOver } from '../time/instants.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** A node whose deallocation was asked for, and when. */
export interface Draining {
  readonly nodeId: string;
  readonly asked: Temporal.Instant;
}

/** A node that still shows idle so long after its deallocation was requested has not received the request: it is decided anew. */
export const NOT_RECEIVED = Temporal.Duration.from({ minutes: 2 });

/**
 * Is a node on its way out though it shows idle or running? What a node shows while it finishes its tasks before a
 * deallocation is not documented; one that shows `running` must not be counted on, nor one that shows `idle` still.
 */
export function isDraining({ state, askedToGo }: NodeSnapshot, now: Temporal.Instant): boolean {
  if (askedToGo === undefined) return false;
  return state === 'running' || (state === 'idle' && !isOver(askedToGo, NOT_RECEIVED, now));
}

/** Nodes with the moment when their deallocation was asked for. */
export function withDraining(nodes: readonly NodeSnapshot[], draining: readonly Draining[]): readonly NodeSnapshot[] {
  if (draining.length === 0) return nodes;
  const askedFor = new Map(draining.map(({ nodeId, asked }) => [nodeId, asked]));
  return nodes.map((node) => {
    const askedToGo = askedFor.get(node.id);
    return askedToGo === node.askedToGo ? node : { ...node, askedToGo };
  });
}

/** Those of the nodes that are on their way out at an instant. */
export function stillDraining(nodes: readonly NodeSnapshot[], now: Temporal.Instant): readonly Draining[] {
  return nodes
    .filter((node) => isDraining(node, now))
    .flatMap(({ id, askedToGo }) => (askedToGo === undefined ? [] : [{ nodeId: id, asked: askedToGo }]));
}
