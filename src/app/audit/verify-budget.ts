import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../ports/clock.ts';

/** How much one request may read. */
export interface Budget {
  /** Counts rows that were read; `records` says how many of them were records, if not all. */
  spend(rows: number, records?: number): void;
  /** Number of records so far. */
  readonly records: number;
  isSpent(): Promise<boolean>;
}

/** A budget of rows and time. The row in progress is finished even when the budget is spent. */
export async function budgetOf(
  clock: Clock,
  { rows, time }: { readonly rows: number; readonly time: Temporal.Duration },
): Promise<Budget> {
  const end = (await clock.now()).add(time);
  let spent = 0;
  let records = 0;
  return {
    spend: (more, ofThem = more) => {
      spent += more;
      records += ofThem;
    },
    get records() {
      return records;
    },
    isSpent: async () => spent >= rows || Temporal.Instant.compare(await clock.now(), end) >= 0,
  };
}
