import { Temporal } from 'temporal-polyfill';

/** A schedule is laid out so far ahead that its next edge is in sight: a week, and a day. */
export const EDGES_IN_SIGHT = Temporal.Duration.from({ hours: 8 * 24 });
