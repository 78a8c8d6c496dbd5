import * as z from 'zod';
import { SLOW_MILLISECONDS } from '../life/sentinel.ts';
import { chanceFrom } from '../world/chance.ts';
import { EFFECTS, FAULT_CODES, type Fault } from '../world/fault.ts';
import type { World } from '../world/world.ts';
import type { Control } from './control.ts';

/** A fault as requested: for the next `times` requests, or with a `probability` without end. */
export const FAULT = z
  .strictObject({
    effect: z.enum(EFFECTS),
    operation: z.string().optional(),
    path: z.string().optional(),
    method: z.string().optional(),
    account: z.string().optional(),
    code: z.enum(FAULT_CODES).default('InternalError'),
    retryAfter: z.int().min(0).optional(),
    milliseconds: z.int().min(0).max(600_000).default(SLOW_MILLISECONDS),
    times: z.int().min(1).optional(),
    probability: z.number().min(0).max(1).optional(),
    seed: z.int().min(0).optional(),
  })
  .refine(
    ({ times, probability }) => times === undefined || probability === undefined,
    'Either times or probability, not both.',
  )
  .refine(
    ({ seed, probability }) => seed === undefined || probability !== undefined,
    'A seed belongs to a probability.',
  )
  .transform(
    ({ operation, path, method, account, retryAfter, probability, seed, times = 1, ...behavior }): Fault => ({
      ...behavior,
      operation,
      path,
      method,
      account,
      retryAfter,
      probability,
      seed,
      chance: seed === undefined ? undefined : chanceFrom(seed),
      times,
    }),
  );

/** GET faults: the faults that are still active. */
export const readFaults: Control = (world) => shown(world);

/** POST faults: injects a fault into matching requests; faults are used in the order in which they were added. */
export const addFaults: Control = (world, { body }) => {
  world.faults.push(FAULT.parse(body));
  return shown(world);
};

/** DELETE faults: removes all faults. */
export const clearFaults: Control = (world) => {
  world.faults = [];
  return shown(world);
};

function shown({ faults }: World) {
  return { faults: faults.map(({ chance: _, ...fault }) => fault) };
}
