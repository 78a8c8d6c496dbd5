import type { AccountConfig, AccountSource } from '../../config/accounts.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { withPatience } from '../../ports/patience.ts';

/** The managed accounts: those that the settings name, and those that were found. */
export interface AccountList {
  readonly accounts: readonly AccountConfig[];
  /** Was each source read at least once? */
  readonly isComplete: boolean;
  /** The failures of the last search, one sentence per source, and the accounts that are left out because another has their name. */
  readonly problems: readonly string[];
  /**
   * Searches for accounts again if the last search is an hour ago. Once each source was read, a slow search is not waited for.
   * @returns the problems of a search that was waited for
   */
  refresh(): Promise<readonly string[]>;
}

export interface AccountListOptions {
  readonly named: readonly AccountConfig[];
  readonly sources: readonly AccountSource[];
  find(source: AccountSource): Promise<readonly AccountConfig[]>;
  /** Milliseconds of a monotonic clock. */
  now(): number;
  /** How long a caller waits for a search, and how long a search may take, in milliseconds. */
  readonly patience?: { readonly callerMs: number; readonly searchMs: number };
}

/** Every invocation of a function asks for a search; the host ends a process in which one takes five minutes. */
const PATIENCE = { callerMs: 10_000, searchMs: 120_000 };

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
export function accountList({ named, sources, find, now, patience = PATIENCE }: AccountListOptions): AccountList {
  const found = new Map<AccountSource, readonly AccountConfig[]>();
  let accounts = named;
  let problems: readonly string[] = [];
  let due = 0;
  let running: Promise<readonly string[]> | undefined;
  const isComplete = () => sources.every((source) => found.has(source));
  const search = async (): Promise<readonly string[]> => {
    const failures = await Promise.all(
      sources.map(async (source) => {
        try {
          found.set(source, await withPatience(find(source), patience.searchMs));
          return [];
        } catch (error) {
          return [failureOf(source, error)];
        }
      }),
    );
    // An account that the settings give another name would be managed twice.
    const others = [...found.values()].flat().filter((one) => !named.some((known) => isSame(known, one)));
    const all = [...named, ...others];
    accounts = withoutDoubles(all);
    const failed = failures.flat();
    problems = [...failed, ...namesakesIn(all, accounts)];
    const retryMs = isComplete() ? RETRY_MS : SOON_MS;
    due = now() + (failed.length > 0 ? retryMs : REFRESH_MS);
    running = undefined;
    return problems;
  };
  return {
    get accounts() {
      return accounts;
    },
    get isComplete() {
      return isComplete();
    },
    get problems() {
      return problems;
    },
    refresh: async () => {
      if (sources.length === 0 || (running === undefined && now() < due)) return [];
      // The last result is good enough for all callers but the one that finds the search due.
      if (running !== undefined && isComplete()) return [];
      running ??= search();
      return withPatience(running, patience.callerMs).catch(() => []);
    },
  };
}

function failureOf({ subscription, resourceGroup = 'the whole subscription' }: AccountSource, error: unknown): string {
  return `Batch accounts of ${subscription} (${resourceGroup}) could not be found: ${describeError(error)}`;
}

function withoutDoubles(accounts: readonly AccountConfig[]): readonly AccountConfig[] {
  return [...new Map(accounts.toReversed().map((account) => [account.name, account])).values()].toReversed();
}

/** "The Batch account name must be unique within the Azure region": two regions can have accounts of one name. */
function namesakesIn(all: readonly AccountConfig[], used: readonly AccountConfig[]): readonly string[] {
  const usedOf = new Map(used.map((account) => [account.name, account]));
  const left = all.flatMap((account) => {
    const other = usedOf.get(account.name);
    return other === undefined || isSame(account, other) ? [] : [leftOut(account, other)];
  });
  return [...new Set(left)];
}

function isSame(one: AccountConfig, other: AccountConfig): boolean {
  if (one.resourceId !== undefined && other.resourceId !== undefined)
    return one.resourceId.toLowerCase() === other.resourceId.toLowerCase();
  return hostOf(one) === hostOf(other);
}

function hostOf({ endpoint }: AccountConfig): string | undefined {
  return endpoint === undefined ? undefined : new URL(endpoint).host;
}

function leftOut(account: AccountConfig, { name, ...used }: AccountConfig): string {
  const [left = '', there = ''] = [account, used].map(({ resourceId, endpoint }) => resourceId ?? endpoint);
  return `The account ${left} is left out, because ${there} has the same name, ${name}: give it another name and its resource id in BATCH_ACCOUNTS.`;
}
