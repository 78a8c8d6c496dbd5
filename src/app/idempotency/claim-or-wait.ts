import type { Claim, HasClaims, KeptClaim } from '../../ports/claim-store.ts';
import type { HasPause } from '../../ports/clock.ts';

/** How long to wait for another holder: the number of looks, and the real time between them. */
export interface Patience {
  readonly lookMs: number;
  readonly looks: number;
}

/** The claim to make, and how to read an existing one. */
export interface Attempt<Found> {
  /** Made anew for each look, because it may contain a time. */
  readonly claim: () => Claim | Promise<Claim>;
  /** The result in an existing claim; `undefined` while its holder is working. */
  readonly settled: (there: KeptClaim) => Found | undefined | Promise<Found | undefined>;
  readonly patience: Patience;
}

/** Who holds the claim: the caller, or another, which has finished or is still working when the patience is over. */
export type Claimed<Found> =
  | { readonly kind: 'mine' }
  | { readonly kind: 'settled'; readonly found: Found }
  | { readonly kind: 'busy'; readonly there: KeptClaim };

/**
 * Makes a claim, or waits for the result of its holder: of any number of concurrent processes, one gets the claim. If the claim
 * is released meanwhile, one of those that wait gets it.
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
