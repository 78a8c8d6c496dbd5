import * as z from 'zod';
import type { World } from '../world/world.ts';
import type { Control } from './control.ts';
import { DURATION } from './schemas.ts';

const LATENCY = z.strictObject({ median: DURATION, sigma: z.number().min(0).max(3).default(0) });
const CHANGE = z.strictObject({
  create: LATENCY.optional(),
  start: LATENCY.optional(),
  deallocate: LATENCY.optional(),
});

/** GET latencies: how long the steps in the life of a node take, lognormal around a median. */
export const readLatencies: Control = (world) => shown(world);

/** PUT latencies: changes those that are named, for every step that begins from now on. */
export const setLatencies: Control = (world, { body }) => {
  const { create, start, deallocate } = CHANGE.parse(body);
  world.latencies = {
    create: create ?? world.latencies.create,
    start: start ?? world.latencies.start,
    deallocate: deallocate ?? world.latencies.deallocate,
  };
  return shown(world);
};

function shown({ latencies }: World) {
  const entries = Object.entries(latencies).map(([step, { median, sigma }]) => [
    step,
    { median: String(median), sigma },
  ]);
  return Object.fromEntries(entries);
}
