import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { isWritable, LONGEST_MILLISECONDS } from '../world/time-limits.ts';

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

/** An instant such as `2026-03-02T06:00:00Z`, in the years 1 to 9999. */
export const INSTANT = z.string().transform((text, context) => {
  const instant = instantIn(text);
  if (instant !== undefined) return instant;
  context.addIssue({ code: 'custom', message: 'An instant such as 2026-03-02T06:00:00Z is expected.' });
  return z.NEVER;
});

/** The instant of a text; `undefined` if it is none, or not in the years 1 to 9999. */
export function instantIn(text: string): Temporal.Instant | undefined {
  try {
    const instant = Temporal.Instant.from(text);
    return isWritable(instant) ? instant : undefined;
  } catch {
    return undefined;
  }
}
