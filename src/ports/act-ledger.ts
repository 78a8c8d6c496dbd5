import type { Spending } from '../core/memory/spending.ts';

/** What was started and deallocated under limits that many pools share. It holds across processes: each change is made over the one before it. */
export interface ActLedger {
  /** What was charged to a scope. */
  read(scope: string): Promise<readonly Spending[]>;
  /**
   * Changes what was charged to a scope, over what is there at that moment; gives what the change gave. `undefined`, and nothing was
   * changed, where others were faster again and again.
   */
  change<Result>(
    scope: string,
    change: (spent: readonly Spending[]) => { readonly spent: readonly Spending[]; readonly result: Result },
  ): Promise<Result | undefined>;
}

export interface HasActLedger {
  readonly actLedger: ActLedger;
}
