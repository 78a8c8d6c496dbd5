import * as z from 'zod';
import type { Control } from './control.ts';

const FAULT = z.strictObject({
  effect: z.enum(['refuse', 'fail-after', 'lose-answer', 'reset']),
  operation: z.string().optional(),
  code: z.enum(['TooManyRequests', 'ServerBusy', 'InternalError', 'OperationTimedOut']).default('InternalError'),
  retryAfter: z.int().min(0).optional(),
  times: z.int().min(1).default(1),
});

/** GET faults: what will still go wrong. */
export const readFaults: Control = (world) => ({ faults: world.faults });

/** POST faults: lets something go wrong for the next requests that match; faults happen in the order they were added. */
export const addFaults: Control = (world, { body }) => {
  const { operation, retryAfter, ...fault } = FAULT.parse(body);
  world.faults.push({ ...fault, operation, retryAfter });
  return { faults: world.faults };
};

/** DELETE faults: nothing goes wrong any more. */
export const clearFaults: Control = (world) => {
  world.faults = [];
  return { faults: world.faults };
};
