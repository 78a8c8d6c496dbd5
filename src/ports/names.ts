export interface HasNewCorrelation {
  /** A new name for what belongs together; a GUID. */
  readonly newCorrelation: () => string;
}

export interface HasNewToken {
  /** A secret that nobody can guess: 256 random bits in Base64url. */
  readonly newToken: () => string;
}
