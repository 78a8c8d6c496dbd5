import * as z from 'zod';
import { SLOW_MILLISECONDS } from '../life/sentinel.ts';
import { OPERATIONS } from '../routes/operation-table.ts';
import { chanceFrom } from '../world/chance.ts';
import { EFFECTS, FAULT_CODES, type Fault } from '../world/fault.ts';
import type { World } from '../world/world.ts';
import type { Control } from './control.ts';

/** A fault of an operation or a method that no request has would never happen, and a test that waits for it would say nothing. */
const OPERATION = z
  .string()
  .refine((name) => OPERATIONS.some((operation) => operation.name === name), { error: ({ input }) => unknown(input) });

const METHOD = z
  .string()
  .refine(
    (method) => OPERATIONS.some((operation) => operation.method === method.toUpperCase()),
    'No operation has this method.',
  );

/** Names the operations of the same area, or all areas. */
function unknown(given: unknown): string {
  const areaOf = (name: string) => name.replace(/_.*/, '').toLowerCase();
  const names = OPERATIONS.map(({ name }) => name);
  const near = names.filter((name) => areaOf(name) === areaOf(String(given)));
  const has = near.length > 0 ? near : [...new Set(names.map((name) => `${name.replace(/_.*/, '')}_…`))];
  return `There is no such operation; there is ${has.toSorted().join(', ')}.`;
}

/** A fault as requested: for the next `times` requests, or with a `probability` without end. */
export const FAULT = z
  .strictObject({
    effect: z.enum(EFFECTS),
    operation: OPERATION.optional(),
    path: z.string().optional(),
    method: METHOD.optional(),
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
