import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

/** A century: sums of such durations stay within the range of an instant. */
const LONGEST_MILLISECONDS = 100 * 365 * 24 * 3_600_000;

/** An ISO 8601 duration without weeks, months and years, such as `PT5M`; it must not be negative. */
export const DURATION = z.string().transform((text, context) => {
  const milliseconds = millisecondsOf(text);
  if (milliseconds >= 0 && milliseconds <= LONGEST_MILLISECONDS) return Temporal.Duration.from({ milliseconds });
  context.addIssue({
    code: 'custom',
    message: Number.isNaN(milliseconds)
      ? 'An ISO 8601 duration without months or years, such as PT5M, is expected.'
      : 'A duration from nothing to a hundred years (P36500D) is expected.',
  });
  return z.NEVER;
});

/** The length of a duration; NaN for an invalid text. */
function millisecondsOf(text: string): number {
  try {
    return Math.round(Temporal.Duration.from(text).total('milliseconds'));
  } catch {
    return Number.NaN;
  }
}

/** An instant such as `2026-03-02T06:00:00Z`. */
export const INSTANT = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'An instant such as 2026-03-02T06:00:00Z is expected.' });
    return z.NEVER;
  }
});
