import { Temporal } from 'temporal-polyfill';

/** The time between evaluations: what would be too late at the next one is done in this one. */
export const TICK = Temporal.Duration.from({ minutes: 1 });

/**
 * A pool whose demand is recorded is evaluated at least this often, although nothing has changed, so that the record shows that
 * nothing has: without an evaluation, it is not known whether the app ran.
 */
export const LONGEST_REST = Temporal.Duration.from({ hours: 1 });
