import { Temporal } from 'temporal-polyfill';

/**
 * An ISO 8601 duration such as `PT15M` in minutes; `undefined` for anything else. A year counts as 365 days and a month as 30:
 * the service shows `P3Y6M4DT12H30M5S` as `P1279DT12H30M5S` (Azure CLI, recording test_batch_jobs_and_tasks).
 */
export function minutesIn(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const { years, months, weeks, days, hours, minutes, seconds } = Temporal.Duration.from(value);
    const allDays = years * 365 + months * 30 + weeks * 7 + days;
    return (allDays * 24 + hours) * 60 + minutes + seconds / 60;
  } catch {
    return undefined;
  }
}
