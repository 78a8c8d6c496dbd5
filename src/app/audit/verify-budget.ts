import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../ports/clock.ts';

/** How much one request may do. */
export interface Budget {
  /** So many rows were read; they were records, unless fewer of them were. */
  spend(rows: number, records?: number): void;
  /** How many records were, so far. */
  readonly records: number;
  isSpent(): Promise<boolean>;
}

/** A budget of rows and of time; what is under way is brought to its end all the same. */
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
