import type { Spending } from '../core/memory/spending.ts';

/**
 * The acts charged to limits that many pools share, across processes: each change applies to the result of the previous one.
 */
export interface ActLedger {
  /** The acts charged to a scope. */
  read(scope: string): Promise<readonly Spending[]>;
  /**
   * Applies `change` to the acts charged to a scope at that moment.
   * @returns the result of `change`; `undefined` if other writers were faster each time, so that nothing was changed
   */
  change<Result>(
    scope: string,
    change: (spent: readonly Spending[]) => { readonly spent: readonly Spending[]; readonly result: Result },
  ): Promise<Result | undefined>;
}

export interface HasActLedger {
  readonly actLedger: ActLedger;
}
