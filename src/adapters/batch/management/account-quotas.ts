import type { AccountQuotaReader, AccountQuotas } from '../../../ports/account-quotas.ts';

const KEPT_MS = 3_600_000;
/** After a failure, Azure Resource Manager is not asked for a minute. */
const RETRY_MS = 60_000;

interface Kept {
  readonly until: number;
  readonly quotas: Promise<AccountQuotas | undefined>;
}

/**
 * The quotas of accounts, read at most once an hour. They are shown beside other failures, so they must not fail themselves: an
 * account that cannot be read has no known quotas. `now` gives milliseconds of a monotonic clock.
 */
export function accountQuotas(
  read: (account: string) => Promise<AccountQuotas | undefined>,
  now: () => number,
): AccountQuotaReader {
  const kept = new Map<string, Kept>();
  return {
    quotasOf: (account) => {
      const known = kept.get(account);
      if (known !== undefined && now() < known.until) return known.quotas;
      const quotas = read(account).catch(() => {
        kept.set(account, { until: now() + RETRY_MS, quotas: Promise.resolve(undefined) });
        return undefined;
      });
      kept.set(account, { until: now() + KEPT_MS, quotas });
      return quotas;
    },
  };
}
