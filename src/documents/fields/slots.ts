import * as z from 'zod';

/** A number of task slots that are announced. */
export const SLOTS = z
  .int('a number of task slots is expected')
  .min(1, 'at least one slot is expected')
  .max(10_000_000, 'at most 10000000 slots');
