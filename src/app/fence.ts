import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../core/time/instants.ts';
import type { Acting, PoolState, Ports } from './ports.ts';

/**
 * How long an evaluation may act without a sign of life before another may take over. Well above the time that a few
 * requests take, throttled ones included; what was left open is closed then.
 */
const HOLD = Temporal.Duration.from({ minutes: 2 });

/** The right to act on a pool. Each write of the pool's state is made over the one before it, so one holder is left. */
export interface Fence {
  /** Renews the right where it has been held for a while. @throws FenceLost if another evaluation has taken over */
  hold(): Promise<void>;
  /** Gives the right back with what is to be remembered. @throws FenceLost */
  release(outcome: Omit<PoolState, 'acting'>): Promise<void>;
}

/**
 * Takes the right to act on a pool, over the state that was read. What an earlier evaluation left open is remembered until
 * the right is given back, so that it is not forgotten if this one does not come to its end either.
 * @throws FenceLost if the state has changed since: another evaluation was faster
 */
export async function takeFence(
  ports: Pick<Ports, 'clock' | 'poolStates'>,
  correlation: string,
  { state, tag }: { readonly state: PoolState; readonly tag: string | undefined },
): Promise<Fence> {
  let acting = {
    correlation,
    until: (await ports.clock.now()).add(HOLD),
    inherited: leftOpenBy(state.acting),
  };
  let current = await ports.poolStates.put({ ...state, acting }, tag);
  return {
    hold: async () => {
      const now = await ports.clock.now();
      if (isBefore(now, halfway(acting))) return;
      acting = { ...acting, until: now.add(HOLD) };
      current = await ports.poolStates.put({ ...state, acting }, current);
    },
    release: async (outcome) => {
      await ports.poolStates.put({ ...outcome, acting: undefined }, current);
    },
  };
}

/** The correlations whose intents may still be open: that of an evaluation that did not end, and those it knew of. */
export function leftOpenBy(acting: Acting | undefined): readonly string[] {
  return acting === undefined ? [] : [...acting.inherited, acting.correlation];
}

/** Is an evaluation acting on the pool, whose time is not over? */
export function isHeld(acting: Acting | undefined, now: Temporal.Instant): boolean {
  return acting !== undefined && isBefore(now, acting.until);
}

function halfway({ until }: Acting): Temporal.Instant {
  return until.subtract({ seconds: HOLD.total('seconds') / 2 });
}
