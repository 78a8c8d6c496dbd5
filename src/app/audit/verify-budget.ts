import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../ports.ts';

/** How much one request may do. */
export interface Budget {
  /** So many rows were read. */
  spend(rows: number): void;
  /** How many were, so far. */
  readonly spent: number;
  isSpent(): Promise<boolean>;
}

/** A budget of rows and of time; what is under way is brought to its end all the same. */
export async function budgetOf(
  clock: Clock,
  { rows, time }: { readonly rows: number; readonly time: Temporal.Duration },
): Promise<Budget> {
  const end = (await clock.now()).add(time);
  let spent = 0;
  return {
    spend: (more) => {
      spent += more;
    },
    get spent() {
      return spent;
    },
    isSpent: async () => spent >= rows || Temporal.Instant.compare(await clock.now(), end) >= 0,
  };
}
