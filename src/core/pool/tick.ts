import { Temporal } from 'temporal-polyfill';

/** The time between evaluations: what would be too late at the next one is done in this one. */
export const TICK = Temporal.Duration.from({ minutes: 1 });
