import type { AccountConfig, AccountSource } from '../../config/accounts.ts';
import { describeError } from '../../core/text/describe-error.ts';

/** The managed accounts: those that the settings name, and those that were found. */
export interface AccountList {
  readonly accounts: readonly AccountConfig[];
  /** Was each source read at least once? */
  readonly isComplete: boolean;
  /** Searches for accounts again if the last search is an hour ago. @returns the failures, one sentence per source */
  refresh(): Promise<readonly string[]>;
}

export interface AccountListOptions {
  readonly named: readonly AccountConfig[];
  readonly sources: readonly AccountSource[];
  find(source: AccountSource): Promise<readonly AccountConfig[]>;
  /** Milliseconds of a monotonic clock. */
  now(): number;
}

const REFRESH_MS = 3_600_000;
/** A failed search is repeated at the next tick, not with every queue message. */
const RETRY_MS = 60_000;
/**
 * Until every source was read once, nothing can be done for the accounts in the others, and the host gives a queue message up
 * after five attempts that are ten seconds apart: the next attempt searches again.
 */
const SOON_MS = 5_000;

/**
 * A list of accounts that is searched again each hour. If a source cannot be read, its last result is used: an account that
 * disappears because of a failure would have its nodes neither started nor explained. Of two accounts with one name, the one in
 * the settings is used, then the one found first.
 */
export function accountList({ named, sources, find, now }: AccountListOptions): AccountList {
  const found = new Map<AccountSource, readonly AccountConfig[]>();
  let accounts = named;
  let due = 0;
  let running: Promise<readonly string[]> | undefined;
  const isComplete = () => sources.every((source) => found.has(source));
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
    const retryMs = isComplete() ? RETRY_MS : SOON_MS;
    due = now() + (problems.flat().length > 0 ? retryMs : REFRESH_MS);
    return problems.flat();
  };
  return {
    get accounts() {
      return accounts;
    },
    get isComplete() {
      return isComplete();
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
