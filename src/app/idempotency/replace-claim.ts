import type { Claim, HasClaims, KeptClaim } from '../../ports/claim-store.ts';

/** Makes a claim, or replaces the text of the one that is there. `there` is that claim if it was read already. */
export async function replaceClaim({ claims }: HasClaims, claim: Claim, there?: KeptClaim): Promise<void> {
  const before = there ?? (await claims.claim(claim));
  if (before !== undefined) await claims.update(claim, before.tag);
}
