import { CalendarFault } from './calendar-fault.ts';

/** So many dates and times are looked at while events are laid out, whatever their rules ask for. */
const MOST_STEPS = 100_000;

/** What laying out may still cost. A rule of each second must not hold up everything else. */
export interface Budget {
  /** @throws CalendarFault when nothing is left */
  spend(steps?: number): void;
}

export function newBudget(most = MOST_STEPS): Budget {
  let left = most;
  return {
    spend: (steps = 1) => {
      left -= steps;
      if (left < 0) throw new CalendarFault('its rules repeat too often to be laid out');
    },
  };
}
