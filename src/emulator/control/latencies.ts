import * as z from 'zod';
import { DURATION } from '../inputs/time-schemas.ts';
import type { Latencies } from '../world/latencies.ts';
import type { Control } from './control.ts';

const LATENCY = z.strictObject({ median: DURATION, sigma: z.number().min(0).max(3).default(0) });
const STEPS = [
  'create',
  'start',
  'deallocate',
  'job',
  'extension',
  'upgrade',
  'reboot',
  'reimage',
  'stop',
] as const satisfies readonly (keyof Latencies)[];

/** Latencies as requested; missing ones stay unchanged. */
export const LATENCIES = z.partialRecord(z.enum(STEPS), LATENCY);

/** GET latencies: how long the steps in the life of a node take, lognormal around a median. */
export const readLatencies: Control = (world) => shownLatencies(world.latencies);

/** PUT latencies: changes the given ones, for every step that begins from now on. */
export const setLatencies: Control = (world, { body }) => {
  world.latencies = { ...world.latencies, ...LATENCIES.parse(body) };
  return shownLatencies(world.latencies);
};

/** Latencies as JSON. */
export function shownLatencies(latencies: Latencies) {
  const entries = Object.entries(latencies).map(([step, { median, sigma }]) => [
    step,
    { median: String(median), sigma },
  ]);
  return Object.fromEntries(entries);
}
