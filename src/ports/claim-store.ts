import type { Temporal } from 'temporal-polyfill';

/** What is done at most once: an attempt at work that may end the process, a record of somebody who is turned away, a request with an `Idempotency-Key`, an event that came in, a link in a notice, a notice itself. */
export type ClaimScope = 'attempt' | 'denial' | 'event' | 'link' | 'notice' | 'request';

/** A claim to do something that is done at most once. */
export interface Claim {
  readonly scope: ClaimScope;
  /** Names the thing within its scope; any text, also one from a stranger. */
  readonly key: string;
  /** JSON: what is to be remembered of it. */
  readonly text: string;
  /** In real time and exclusive: from then on nothing is remembered of it. */
  readonly until: Temporal.Instant;
}

/** A claim as it is kept; a write over it brings its tag along. */
export interface KeptClaim {
  readonly text: string;
  readonly tag: string;
}

/** Remembers what was done at most once, across processes. */
export interface ClaimStore {
  /** Claims a thing: of two at the same moment one gets `undefined`, which is the right to do it, the other what was claimed. */
  claim(claim: Claim): Promise<KeptClaim | undefined>;
  /** What was claimed and still holds. */
  get(scope: ClaimScope, key: string): Promise<KeptClaim | undefined>;
  /** Writes another text over a claim; `false`, and nothing is written, if somebody else was faster. */
  update(claim: Claim, tag: string): Promise<boolean>;
  /** Forgets a claim, so that it can be made again; nothing happens if there is none. */
  forget(scope: ClaimScope, key: string): Promise<void>;
  /** Removes what no longer holds. Gives how many. */
  sweep(): Promise<number>;
}

export interface HasClaims {
  readonly claims: ClaimStore;
}
