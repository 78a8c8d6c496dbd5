import { Temporal } from 'temporal-polyfill';

/** How far ahead a timeline reaches, so that it contains the next edge: a week and a day. */
export const EDGES_IN_SIGHT = Temporal.Duration.from({ hours: 8 * 24 });
