import { Temporal } from 'temporal-polyfill';

/** An ISO 8601 duration such as `PT15M` in minutes; `undefined` for anything else, also for one with months or years. */
export function minutesIn(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(value);
    if (years !== 0 || months !== 0) return undefined;
    return ((weeks * 7 + days) * 24 + hours) * 60 + minutes + seconds / 60;
  } catch {
    return undefined;
  }
}
