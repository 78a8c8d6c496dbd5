import { Temporal } from 'temporal-polyfill';
import { CLOCK_SKEW } from '../time/clock-skew.ts';
import { millisecondsIn } from '../time/epoch.ts';
import { isOver } from '../time/instants.ts';
import type { NodeSnapshot } from './snapshot.ts';

/** A node whose deallocation was requested, and when. */
export interface Draining {
  readonly nodeId: string;
  readonly asked: Temporal.Instant;
  /** Is it not known whether Batch has received the request? */
  readonly inDoubt?: boolean | undefined;
}

/**
 * A node that still shows `idle` this long after its deallocation was requested has not received the request: it is decided
 * again.
 */
export const NOT_RECEIVED = Temporal.Duration.from({ minutes: 2 });

/** A draining node finishes its tasks first; after a day its act is given up. */
export const LONGEST_DRAIN = Temporal.Duration.from({ hours: 24 });

/**
 * Is a node draining although it shows `idle` or `running`? What a node shows while it finishes its tasks before a deallocation
 * is not documented. A node that shows `running` must not count as ready, nor one that still shows `idle`.
 */
export function isDraining(node: NodeSnapshot, now: Temporal.Instant): boolean {
  const { state, askedToGo } = node;
  if (askedToGo === undefined) return false;
  if (state === 'running') return node.isAskedInDoubt !== true || !hasNotReceived(node, askedToGo, now);
  return state === 'idle' && !isOver(askedToGo, NOT_RECEIVED, now);
}

/**
 * Does a running node show that it has not received a request that may never have arrived? It does if it became `running` long
 * after the request, or if a drain is not watched for so long. Otherwise a node that always has work would count as leaving for
 * ever.
 */
function hasNotReceived(node: NodeSnapshot, asked: Temporal.Instant, now: Temporal.Instant): boolean {
  const { stateSince } = node;
  const latest = asked.epochMilliseconds + millisecondsIn(CLOCK_SKEW);
  return isOver(asked, LONGEST_DRAIN, now) || (stateSince !== undefined && stateSince > latest);
}

/**
 * How far the clock of Batch may be ahead of ours: a node that booted shortly before it was asked to go must not lose its deadline.
 * It is less than in `fresh-state.ts`, because here a longer span is the dangerous one: a node takes about four minutes to be
 * deallocated and to boot, and if the clock of Batch is behind by what is left of these, the boot is missed, and the deadline
 * ends tasks of somebody else.
 */
const BOOT_SKEW_MS = 60_000;

/**
 * A node that has booted since was deallocated, and somebody has started it again: its tasks are not those that it was to finish,
 * and the deadline is not theirs.
 */
function hasBootedSince({ bootedAt }: NodeSnapshot, asked: Temporal.Instant): boolean {
  return bootedAt !== undefined && bootedAt > asked.epochMilliseconds + BOOT_SKEW_MS;
}

/** Adds to nodes when their deallocation was requested. */
export function withDraining(nodes: readonly NodeSnapshot[], draining: readonly Draining[]): readonly NodeSnapshot[] {
  if (draining.length === 0) return nodes;
  const drainOf = new Map(draining.map((one) => [one.nodeId, one]));
  return nodes.map((node) => {
    const drain = drainOf.get(node.id);
    const isOver = drain === undefined || hasBootedSince(node, drain.asked);
    if (isOver) return node.askedToGo === undefined ? node : { ...node, askedToGo: undefined };
    return { ...node, askedToGo: drain.asked, isAskedInDoubt: drain.inDoubt };
  });
}

/**
 * The nodes that are still draining at an instant; and those that run on, of which it is not known whether they drain: if they go
 * off after all, nobody else has deallocated them.
 */
export function stillDraining(nodes: readonly NodeSnapshot[], now: Temporal.Instant): readonly Draining[] {
  return nodes
    .filter((node) => node.state === 'running' || isDraining(node, now))
    .flatMap(({ id, askedToGo, isAskedInDoubt }) =>
      askedToGo === undefined
        ? []
        : [{ nodeId: id, asked: askedToGo, ...(isAskedInDoubt === true && { inDoubt: true }) }],
    );
}
