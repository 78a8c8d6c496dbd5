import type { Temporal } from 'temporal-polyfill';
import type { WireNodeError } from '../../wire/node.ts';
import type { Chance } from './chance.ts';

/**
 * How a start ends into which a fault is injected. All but the last two are states that the service documents.
 * - `deallocated`: the node is deallocated again
 * - `unusable`, `offline`, `unknown`: the node is in that state
 * - `starttaskfailed`: the start task fails, all its retries included
 * - `stuck`: the node goes on `starting`
 * - `unhealthy`: the node is ready, and health probes find its application unhealthy
 * - `extension-failed`: the node is ready, and one of its extensions has failed
 */
export const START_OUTCOMES = [
  'deallocated',
  'unusable',
  'offline',
  'unknown',
  'starttaskfailed',
  'stuck',
  'unhealthy',
  'extension-failed',
] as const;

/** What a node starts for: it is new (`create`), it was deallocated (`start`), rebooted or reimaged. */
export const START_CAUSES = ['create', 'start', 'reboot', 'reimage'] as const;

export type StartCause = (typeof START_CAUSES)[number];

/** A fault to inject into starts of nodes; a property that is undefined matches every node. */
export interface StartFault {
  readonly outcome: (typeof START_OUTCOMES)[number];
  readonly account: string | undefined;
  /** A pool's id, in which `*` is any text. */
  readonly pool: string | undefined;
  readonly vmSize: string | undefined;
  /** Ids of nodes. */
  readonly nodes: readonly string[] | undefined;
  /** Nodes by their place in the pool, the oldest being 1: ids are not known before there are nodes. */
  readonly nodeNumbers: readonly number[] | undefined;
  readonly causes: readonly StartCause[];
  /** It is injected into starts that end in `[from, until)`. */
  readonly from: Temporal.Instant | undefined;
  readonly until: Temporal.Instant | undefined;
  /** 0 to 1: which share of the starts. */
  readonly share: number | undefined;
  /** What the share is drawn from; without it that is the chance of the world. */
  readonly seed: number | undefined;
  readonly chance: Chance | undefined;
  /** How many more starts it is injected into; without it there is no end. */
  times: number | undefined;
  /** What the node's `errors` say. */
  readonly errors: readonly WireNodeError[];
  /** The extension that fails, with its message, for `extension-failed`. */
  readonly extension: { readonly name: string; readonly message: string } | undefined;
  /** After a reboot, or a reimage, the fault is not injected into starts of that node any more. A reimage repairs both. */
  readonly repairedBy: 'reboot' | 'reimage' | undefined;
  /** After this time an `unusable` or `unknown` node becomes ready by itself. */
  readonly recoversAfter: Temporal.Duration | undefined;
  /** Ids of nodes that have been repaired. */
  readonly repaired: Set<string>;
}

/** What a fault does to one start. */
export type InjectedStart = Pick<StartFault, 'outcome' | 'errors' | 'extension' | 'recoversAfter'>;

/** Is an instant in `[from, until)`? */
export function isInForce({ from, until }: Pick<StartFault, 'from' | 'until'>, now: Temporal.Instant): boolean {
  const { epochNanoseconds: present } = now;
  return (
    (from === undefined || from.epochNanoseconds <= present) &&
    (until === undefined || present < until.epochNanoseconds)
  );
}

/** Ids and sizes are the same in any letter case. */
export function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
