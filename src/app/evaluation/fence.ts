import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../core/time/instants.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { FenceLost } from '../../ports/errors.ts';
import type { Acting, Actor, FencedPoolState, HasPoolStates, PoolState } from '../../ports/pool-states.ts';

/**
 * The lease of an evaluation: how long it may act without renewing its right, before another may take over and record the
 * missing outcomes.
 */
const HOLD = Temporal.Duration.from({ minutes: 5 });

/**
 * The right is renewed before each attempt of an act if it is older than this. With the 40 s that an attempt can take, more than
 * `CLOCK_SKEW` of the lease is left: nobody takes over during a request, also if the clocks of two instances differ.
 */
const RENEWED_AFTER = Temporal.Duration.from({ minutes: 1 });

/**
 * The right to act on a pool. Each write of the pool's state requires the ETag of the previous one, so there is only one
 * holder.
 */
export interface Fence {
  /**
   * Renews the right if it is a minute old; before that nobody can have taken over.
   * @throws FenceLost if another has taken over, or if the lease has expired: the process was suspended, and its decision is
   * old
   */
  hold(): Promise<void>;
  /** Releases the right after a failure; the next evaluation records the missing outcomes. */
  abandon(): Promise<void>;
  /** Releases the right and stores the memory of the pool. @returns the stored state @throws FenceLost */
  release(outcome: Omit<PoolState, 'acting'>): Promise<FencedPoolState>;
}

/** The state of a pool as read, and its ETag. */
interface FencedState {
  readonly state: PoolState;
  readonly tag: string | undefined;
  /** When the pool was read that is to be acted on, by the wall clock; by default, now. */
  readonly lookedAt?: Temporal.Instant | undefined;
}

/**
 * Acquires the right to act on a pool, over the state that was read. If an earlier holder has died, the new one recovers the
 * pool first, in its place.
 * @throws FenceLost if the state has changed since, because another evaluation was faster; or if the pool was read too long ago
 */
export async function takeFence(
  { wallClock, poolStates }: HasPoolStates & HasWallClock,
  { correlation, remembered }: Actor,
  { state, tag, lookedAt }: FencedState,
): Promise<Fence> {
  const began = await wallClock.now();
  let acting: Acting = { correlation, remembered, until: (lookedAt ?? began).add(HOLD) };
  requireTime(state, acting, began);
  let current = await poolStates.put({ ...state, acting }, tag);
  const renew = async () => {
    const now = await wallClock.now();
    requireTime(state, acting, now);
    if (isBefore(now, acting.until.subtract(HOLD).add(RENEWED_AFTER))) return;
    acting = { ...acting, until: now.add(HOLD) };
    current = await poolStates.put({ ...state, acting }, current);
    // The process may have been suspended while it wrote, for longer than what it has written holds.
    requireTime(state, acting, await wallClock.now());
  };
  // Only one renewal at a time: two with the same ETag would invalidate each other.
  let renewal: Promise<void> = Promise.resolve();
  return {
    hold: () => {
      renewal = renewal.then(renew);
      return renewal;
    },
    abandon: async () => {
      await poolStates.put({ ...state, acting: { ...acting, until: await wallClock.now() } }, current);
    },
    release: async (outcome) => {
      const released = { ...outcome, acting: undefined };
      return { state: released, tag: await poolStates.put(released, current) };
    },
  };
}

/** The result of acting on a pool under its fence. */
export interface Acted<Result> {
  /** The state to store. */
  readonly state: Omit<PoolState, 'acting'>;
  readonly result: Result;
}

/**
 * Runs `act` while nobody else may act on the pool, then releases the right and stores the state. If `act` fails, the right is
 * released, so that a retry need not wait for the lease to expire. If the release fails too, the lease expires.
 * @throws FenceLost; whatever `act` throws
 */
export async function underFence<Result>(
  ports: HasPoolStates & HasWallClock,
  { actor, ...current }: FencedState & { readonly actor: Actor },
  act: (fence: Fence) => Promise<Acted<Result>>,
): Promise<{ readonly result: Result; readonly fenced: FencedPoolState }> {
  const fence = await takeFence(ports, actor, current);
  try {
    const { state, result } = await act(fence);
    return { result, fenced: await fence.release(state) };
  } catch (error) {
    if (!(error instanceof FenceLost)) await fence.abandon().catch(() => undefined);
    throw error;
  }
}

/** Is the lease of a holder valid? `now` is by the wall clock. */
export function isHeld(acting: Acting | undefined, now: Temporal.Instant): acting is Acting {
  return acting !== undefined && isBefore(now, acting.until);
}

/** A process that was suspended for this long must not act on what it has read, whether or not another has taken over. */
function requireTime({ account, poolId }: PoolState, { until }: Acting, now: Temporal.Instant): void {
  if (isBefore(now, until)) return;
  const pool = `${account}/${poolId}`;
  throw new FenceLost(pool, `${pool} was read more than ${HOLD.minutes} minutes ago: no act is based on that.`);
}
