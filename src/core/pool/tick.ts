import { Temporal } from 'temporal-polyfill';

/** How far apart evaluations are: what the next one would be too late for is for this one. */
export const TICK = Temporal.Duration.from({ minutes: 1 });
