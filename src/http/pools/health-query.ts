import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Amount } from '../../core/schedule/amount.ts';

/** `90%` of the nodes that are on, or `3` of them. */
const MIN_HEALTHY = z
  .string()
  .describe(
    'How many of the nodes that are on must be healthy: a share such as `90%`, or a number. All of them without it.',
  )
  .transform((text, context): Amount => {
    const percent = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text)?.[1];
    if (percent !== undefined && Number(percent) <= 100) return { kind: 'share', percent: Number(percent) };
    if (/^\d{1,6}$/.test(text)) return { kind: 'nodes', nodes: Number(text) };
    context.addIssue({ code: 'custom', message: 'a share such as 90% or a number of nodes is expected' });
    return z.NEVER;
  });

const MAX_AGE = z
  .string()
  .describe(
    'How old an answer of a node may be before it proves no health any more, such as `PT15M`, which holds without it.',
  )
  .transform((text, context) => {
    try {
      const age = Temporal.Duration.from(text.toUpperCase());
      if (age.sign > 0 && age.years === 0 && age.months === 0 && age.weeks === 0) return age;
    } catch {
      // It is said below.
    }
    context.addIssue({ code: 'custom', message: 'a time span such as PT15M is expected' });
    return z.NEVER;
  });

const FRESH = z
  .enum(['true', 'false'], 'true or false is expected')
  .describe('Ask the nodes anew, as far as the budget of calls allows.')
  .transform((text) => text === 'true');

/** All nodes that are on must be healthy, unless the request says otherwise. */
const ALL: Amount = { kind: 'share', percent: 100 };

/** An answer that is older is old, unless the request says otherwise. */
const DEFAULT_AGE = Temporal.Duration.from({ minutes: 15 });

/** What can be said in a request for the health of a node. */
export const NODE_QUERY = z.strictObject({
  fresh: FRESH.default(false),
  maxAge: MAX_AGE.default(DEFAULT_AGE),
});

/** And of a pool. */
export const POOL_QUERY = NODE_QUERY.extend({ minHealthy: MIN_HEALTHY.default(ALL) });

/** The name of an extension. */
export const EXTENSION = z
  .string()
  .min(1, 'it is empty')
  .max(200, 'at most 200 characters')
  .describe('The name of an extension.');
