import type { Claim, HasClaims, KeptClaim } from '../../ports/claim-store.ts';
import type { HasPause } from '../../ports/clock.ts';

/** How long somebody waits for what somebody else is doing: so many looks, with so much real time between them. */
export interface Patience {
  readonly lookMs: number;
  readonly looks: number;
}

/** A claim that somebody would make, and what can be said of the one that is there. */
export interface Attempt<Found> {
  /** Made anew for each look, as it may hold a time. */
  readonly claim: () => Claim | Promise<Claim>;
  /** What the claim that is there comes to; `undefined` while its holder is still at work. */
  readonly settled: (there: KeptClaim) => Found | undefined | Promise<Found | undefined>;
  readonly patience: Patience;
}

/** Who does a thing: whoever asks, or somebody else, who is done or still at work when patience is over. */
export type Claimed<Found> =
  | { readonly kind: 'mine' }
  | { readonly kind: 'settled'; readonly found: Found }
  | { readonly kind: 'busy'; readonly there: KeptClaim };

/**
 * Claims a thing, or waits for what its holder comes to: of any number of processes that ask at the same moment one gets it.
 * A claim that is forgotten meanwhile falls to one of those who wait.
 */
export async function claimOrWait<Found>(
  { claims, pause }: HasClaims & HasPause,
  attempt: Attempt<Found>,
): Promise<Claimed<Found>> {
  const { claim, settled, patience } = attempt;
  for (let look = 1; ; look += 1) {
    const there = await claims.claim(await claim());
    if (there === undefined) return { kind: 'mine' };
    const found = await settled(there);
    if (found !== undefined) return { kind: 'settled', found };
    if (look >= patience.looks) return { kind: 'busy', there };
    await pause(patience.lookMs);
  }
}
