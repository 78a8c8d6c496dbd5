import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { DURATION, INSTANT } from '../inputs/time-schemas.ts';
import { catchUp } from '../life/advance.ts';
import { isWritable } from '../world/time-limits.ts';
import type { World } from '../world/world.ts';
import type { Control } from './control.ts';

const MOVE = z
  .strictObject({
    advance: DURATION.optional(),
    to: INSTANT.optional(),
    speed: z.number().min(0).max(100_000).optional(),
  })
  .refine(({ advance, to }) => advance === undefined || to === undefined, 'Either advance or to, not both.');

/** GET clock: the virtual time, and its speed in virtual seconds per second; 0 is a stopped clock. */
export const readClock: Control = (world) => ({ now: world.now.toString(), speed: world.clock.speed });

/**
 * POST clock: moves the clock by a duration or to an instant, changes its speed, or both. Everything that is due has happened
 * before the answer.
 */
export const setClock: Control = (world, { body }) => {
  const { advance, to, speed } = MOVE.parse(body);
  const way = to === undefined ? advance : forwardTo(world, to);
  if (way !== undefined) checkEnd(world, way);
  if (speed !== undefined) world.clock.setSpeed(speed);
  if (way !== undefined) world.clock.advance(way);
  catchUp(world);
  return { now: world.now.toString(), speed: world.clock.speed };
};

function forwardTo(world: World, to: Temporal.Instant): Temporal.Duration {
  const way = world.clock.now().until(to);
  if (way.sign >= 0) return way;
  throw refusal('to', `It is ${world.now} already; the clock does not go back.`);
}

function checkEnd({ clock }: World, way: Temporal.Duration): void {
  if (isWritable(clock.now().add(way))) return;
  throw refusal('advance', 'The clock ends with the year 9999.');
}

function refusal(member: string, message: string): z.ZodError {
  return new z.ZodError([{ code: 'custom', path: [member], message, input: undefined }]);
}
