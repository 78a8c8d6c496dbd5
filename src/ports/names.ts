export interface HasNewCorrelation {
  /** A new correlation: a GUID that records and requests share. */
  readonly newCorrelation: () => string;
}

export interface HasNewToken {
  /** A secret that cannot be guessed: 256 random bits in Base64url. */
  readonly newToken: () => string;
}
