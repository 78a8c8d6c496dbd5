import type { Temporal } from 'temporal-polyfill';

/**
 * What is done at most once: an attempt at work that may crash the process, the rest of a nightly check or of moving a chain to
 * the archive, the record of a denial or of a pool whose evaluation was given up, a request with an `Idempotency-Key`, an inbound
 * event, a link in a notice, a notice.
 */
export type ClaimScope =
  | 'archive'
  | 'attempt'
  | 'check'
  | 'denial'
  | 'event'
  | 'given-up'
  | 'link'
  | 'notice'
  | 'request';

/** A claim to do something that is done at most once. */
export interface Claim {
  readonly scope: ClaimScope;
  /** Identifies the claim within its scope; any text, even from an unauthenticated caller. */
  readonly key: string;
  /** JSON: what to store with the claim. */
  readonly text: string;
  /** In real time and exclusive: the claim expires then. */
  readonly until: Temporal.Instant;
}

/** A stored claim, with the tag that an update must pass. */
export interface KeptClaim {
  readonly text: string;
  readonly tag: string;
}

/** Stores across processes what was done at most once. */
export interface ClaimStore {
  /**
   * Claims something. Of two concurrent calls, one gets `undefined`, which is the right to do it; the other gets the
   * existing claim.
   */
  claim(claim: Claim): Promise<KeptClaim | undefined>;
  /** The claim, unless it has expired. */
  get(scope: ClaimScope, key: string): Promise<KeptClaim | undefined>;
  /** The claims of a scope that have not expired; the scope must be one of few claims. */
  list(scope: ClaimScope): Promise<readonly KeptClaim[]>;
  /** Replaces the text of a claim. @returns `false` if another writer was faster, so that nothing was written */
  update(claim: Claim, tag: string): Promise<boolean>;
  /** Deletes a claim, so that it can be made again; does nothing if there is none. */
  forget(scope: ClaimScope, key: string): Promise<void>;
  /** Deletes the expired claims. @returns their number */
  sweep(): Promise<number>;
}

export interface HasClaims {
  readonly claims: ClaimStore;
}
