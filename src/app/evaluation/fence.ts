import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../../core/time/instants.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { FenceLost } from '../../ports/errors.ts';
import type { Acting, Actor, FencedPoolState, HasPoolStates, PoolState } from '../../ports/pool-states.ts';

/**
 * How long an evaluation may act without a sign of life before another may take over and close what it left open. Half of it
 * is more than one act can take with all its waiting (`PATIENCE` of the Batch adapter), and the right is renewed before
 * each act as soon as half of it is over: so nobody takes over while a request is under way.
 */
const HOLD = Temporal.Duration.from({ minutes: 5 });

/** The right to act on a pool. Each write of the pool's state is made over the one before it, so one holder is left. */
export interface Fence {
  /**
   * Renews the right where half of it is over; before that nobody can have taken over.
   * @throws FenceLost if another has, or if all of it is over: the process has stood still, and what it decided is old
   */
  hold(): Promise<void>;
  /** Lets go of the right and leaves what is open to the next evaluation: this one has failed. */
  abandon(): Promise<void>;
  /** Gives the right back with what is to be remembered, as it then stands. @throws FenceLost */
  release(outcome: Omit<PoolState, 'acting'>): Promise<FencedPoolState>;
}

/** What was read of a pool, if there was anything, and the tag of it. */
interface FencedState {
  readonly state: PoolState;
  readonly tag: string | undefined;
  /** When the pool was looked at that is to be acted on, by the wall clock; now without it. */
  readonly lookedAt?: Temporal.Instant | undefined;
}

/**
 * Takes the right to act on a pool, over the state that was read. Whoever comes after one that did not come to its end recovers
 * the pool first, in its place.
 * @throws FenceLost if the state has changed since: another evaluation was faster; or if the pool was looked at too long ago
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
    if (isBefore(now, halfway(acting))) return;
    acting = { ...acting, until: now.add(HOLD) };
    current = await poolStates.put({ ...state, acting }, current);
  };
  // One renewal at a time: two over the same tag would take the right from each other.
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

/** What acting on a pool under its fence has come to. */
export interface Acted<Result> {
  /** What is to be remembered of the pool. */
  readonly state: Omit<PoolState, 'acting'>;
  readonly result: Result;
}

/**
 * Does something while nobody else may act on a pool, and gives the right back with what is to be remembered. If it fails,
 * whoever tries again need not wait for the right to run out; should even letting go fail, it runs out.
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

/** Is an evaluation acting on the pool, whose time is not over? `now` by the wall clock. */
export function isHeld(acting: Acting | undefined, now: Temporal.Instant): acting is Acting {
  return acting !== undefined && isBefore(now, acting.until);
}

/** A process that has stood still for so long knows nothing of the pool any more, whether or not another has come. */
function requireTime({ account, poolId }: PoolState, { until }: Acting, now: Temporal.Instant): void {
  if (isBefore(now, until)) return;
  const pool = `${account}/${poolId}`;
  throw new FenceLost(
    pool,
    `${pool} was looked at more than ${HOLD.minutes} minutes ago: nothing is done by what it was then.`,
  );
}

function halfway({ until }: Acting): Temporal.Instant {
  return until.subtract({ seconds: HOLD.total('seconds') / 2 });
}
