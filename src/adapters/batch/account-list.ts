import type { AccountConfig, AccountSource } from '../../config/accounts.ts';
import { describeError } from '../../core/text/describe-error.ts';

/** The accounts that are managed: those that are named, and those that were found. */
export interface AccountList {
  readonly accounts: readonly AccountConfig[];
  /** Looks for accounts again where the last time is an hour ago; gives what went wrong, one sentence a source. */
  refresh(): Promise<readonly string[]>;
}

export interface AccountListOptions {
  readonly named: readonly AccountConfig[];
  readonly sources: readonly AccountSource[];
  find(source: AccountSource): Promise<readonly AccountConfig[]>;
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
}

const REFRESH_MS = 3_600_000;
/** After a failure it is tried again at the next tick, and not with every message of a queue. */
const RETRY_MS = 60_000;

/**
 * A list of accounts that is found again each hour. What was found last counts where a source cannot be asked: an account that is
 * left out because of a failure would have its nodes neither started nor explained. Of two accounts with one name the named one
 * counts, then the first that was found.
 */
export function accountList({ named, sources, find, now }: AccountListOptions): AccountList {
  const found = new Map<AccountSource, readonly AccountConfig[]>();
  let accounts = named;
  let due = 0;
  let running: Promise<readonly string[]> | undefined;
  const refresh = async (): Promise<readonly string[]> => {
    const problems = await Promise.all(
      sources.map(async (source) => {
        try {
          found.set(source, await find(source));
          return [];
        } catch (error) {
          const where = source.resourceGroup ?? 'the whole subscription';
          return [`Batch accounts of ${source.subscription} (${where}) could not be found: ${describeError(error)}`];
        }
      }),
    );
    accounts = withoutDoubles([...named, ...[...found.values()].flat()]);
    due = now() + (problems.flat().length > 0 ? RETRY_MS : REFRESH_MS);
    return problems.flat();
  };
  return {
    get accounts() {
      return accounts;
    },
    refresh: async () => {
      if (sources.length === 0 || (running === undefined && now() < due)) return [];
      running ??= refresh().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}

function withoutDoubles(accounts: readonly AccountConfig[]): readonly AccountConfig[] {
  return [...new Map(accounts.toReversed().map((account) => [account.name, account])).values()].toReversed();
}
