import { Temporal } from 'temporal-polyfill';
import type { WireNodeState } from '../../wire/node.ts';
import type { Account, Pool, World } from '../world/world.ts';

/** The usage of a pool in a span of time. */
export interface PoolUsage {
  readonly pool: Pool;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
  readonly coreHours: number;
}

/** assumed: usage is aggregated by the half hour, as the service's own example shows. */
const INTERVAL_MINUTES = 30;
const INTERVAL = INTERVAL_MINUTES * 60_000;

/** The instant at which the interval of an instant begins. */
export function intervalStart(instant: Temporal.Instant): Temporal.Instant {
  return instant.round({ smallestUnit: 'minute', roundingIncrement: INTERVAL_MINUTES, roundingMode: 'floor' });
}

/**
 * The usage of the pools of an account in every interval from one instant to another, by pool and time. The cost grows with
 * the use, not with the time asked for.
 */
export function usageOf(
  world: World,
  account: Account,
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): readonly PoolUsage[] {
  const [first, end] = [intervalStart(from).epochMilliseconds, to.epochMilliseconds];
  const spans = spansOfUse(world, account);
  return [...account.pools.values()].flatMap((pool) => {
    const hours = new Map<number, number>();
    for (const span of spans.get(pool.id) ?? []) addHours(hours, span, { from: first, to: end });
    return [...hours]
      .toSorted(([a], [b]) => a - b)
      .map(([start, used]) => ({
        pool,
        from: Temporal.Instant.fromEpochMilliseconds(start),
        to: Temporal.Instant.fromEpochMilliseconds(start + INTERVAL),
        coreHours: coresOf(pool.settings.vmSize) * used,
      }));
  });
}

/** Adds the hours of a span to every interval that begins within another. */
function addHours(hours: Map<number, number>, { from, to }: Span, within: Span): void {
  const last = Math.min(to, startOf(within.to - 1) + INTERVAL);
  for (let start = startOf(Math.max(from, within.from)); start < last; start += INTERVAL) {
    const used = Math.min(to, start + INTERVAL) - Math.max(from, start);
    if (used > 0) hours.set(start, (hours.get(start) ?? 0) + used / 3_600_000);
  }
}

function startOf(epochMilliseconds: number): number {
  return Math.floor(epochMilliseconds / INTERVAL) * INTERVAL;
}

/** In `Standard_D2s_v3` it is the first number; a size without one has one core. */
export function coresOf(vmSize: string): number {
  return Number(/^(?:standard_|basic_)?[a-z]+(\d+)/i.exec(vmSize)?.[1] ?? 1);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * When nodes held a machine, by the id of their pool, as far back as the journal goes. A machine that is deallocated is not used.
 * The journal is read once, however many pools there are.
 */
function spansOfUse(world: World, account: Account): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  const add = (pool: string, span: Span) => {
    const others = spans.get(pool);
    if (others === undefined) spans.set(pool, [span]);
    else others.push(span);
  };
  const since = new Map<string, { readonly pool: string; readonly at: number }>();
  for (const entry of world.journal.entries({ after: 0, limit: Number.MAX_SAFE_INTEGER, kind: 'transition' })) {
    if (entry.kind !== 'transition' || entry.account !== account.name) continue;
    const { pool, node, to, at } = entry;
    const begun = since.get(node);
    if (isUse(to)) since.set(node, begun ?? { pool, at: Temporal.Instant.from(at).epochMilliseconds });
    else if (begun !== undefined) {
      add(pool, { from: begun.at, to: Temporal.Instant.from(at).epochMilliseconds });
      since.delete(node);
    }
  }
  const now = world.now.epochMilliseconds;
  for (const { pool, at } of since.values()) add(pool, { from: at, to: now });
  return spans;
}

function isUse(state: WireNodeState | null): boolean {
  return state !== null && state !== 'creating' && state !== 'deallocated' && state !== 'preempted';
}
