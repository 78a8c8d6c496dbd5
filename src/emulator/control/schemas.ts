import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';

/** An ISO 8601 duration of at most days, such as `PT5M`; a span that has not the same length everywhere is refused. */
export const DURATION = z.string().transform((text, context) => {
  try {
    const duration = Temporal.Duration.from(text);
    return Temporal.Duration.from({ milliseconds: Math.round(duration.total('milliseconds')) });
  } catch {
    context.addIssue({
      code: 'custom',
      message: 'An ISO 8601 duration without months or years, such as PT5M, is expected.',
    });
    return z.NEVER;
  }
});

/** An instant such as `2026-03-02T06:00:00Z`. */
export const INSTANT = z.string().transform((text, context) => {
  try {
    return Temporal.Instant.from(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'An instant such as 2026-03-02T06:00:00Z is expected.' });
    return z.NEVER;
  }
});
