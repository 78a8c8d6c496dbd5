/**
 * The quotas of an account, as the management plane reports them; `undefined` if it reports none.
 * https://learn.microsoft.com/rest/api/batchmanagement/batch-account/get#batchaccount (api-version 2024-07-01)
 */
export interface AccountQuotas {
  /** Cores of dedicated nodes, for all VM families together. */
  readonly dedicatedCores: number | undefined;
  /** Cores of spot and low-priority nodes. */
  readonly lowPriorityCores: number | undefined;
  /** Cores of dedicated nodes by VM family, ordered by name; empty if the account has no such limits. */
  readonly families: readonly { readonly family: string; readonly cores: number }[];
  readonly pools: number | undefined;
}

/** The quotas of accounts. No decision uses them: whether a deallocated node counts against them is not documented. */
export interface AccountQuotaReader {
  /** At most an hour old; `undefined` if the account has no resource id or the management plane does not respond. */
  quotasOf(account: string): Promise<AccountQuotas | undefined>;
}

export interface HasAccountQuotas {
  readonly batch: AccountQuotaReader;
}
