import { Temporal } from 'temporal-polyfill';

/**
 * How long a node may take to become ready before others are started in its place. A start gives no promise: capacity may
 * be gone, and how a failed start shows is not documented. It is far above the slowest start to expect.
 */
// assumed: thirty minutes, twice the default resize timeout of a pool (PT15M).
export const START_DEADLINE = Temporal.Duration.from({ minutes: 30 });
