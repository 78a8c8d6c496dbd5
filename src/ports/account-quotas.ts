/**
 * What an account may have at most, as the management plane says it; `undefined` where it does not say.
 * https://learn.microsoft.com/rest/api/batchmanagement/batch-account/get#batchaccount (api-version 2024-07-01)
 */
export interface AccountQuotas {
  /** Cores of dedicated nodes, of all families of machine sizes together. */
  readonly dedicatedCores: number | undefined;
  /** Cores of spot and low-priority nodes. */
  readonly lowPriorityCores: number | undefined;
  /** Cores of dedicated nodes by family of machine sizes, in the order of the names; empty where the account has no such limits. */
  readonly families: readonly { readonly family: string; readonly cores: number }[];
  readonly pools: number | undefined;
}

/** The quotas of accounts. Nothing is decided by them: whether a deallocated node counts against them is not documented. */
export interface AccountQuotaReader {
  /** At most an hour old; `undefined` where the account has no resource id or the management plane does not answer. */
  quotasOf(account: string): Promise<AccountQuotas | undefined>;
}

export interface HasAccountQuotas {
  readonly batch: AccountQuotaReader;
}
