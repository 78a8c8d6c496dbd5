import * as z from 'zod';
import { DURATION, INSTANT } from '../inputs/time-schemas.ts';
import { catchUp } from '../world/advance.ts';
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
  if (speed !== undefined) world.clock.setSpeed(speed);
  if (advance !== undefined) world.clock.advance(advance);
  if (to !== undefined) world.clock.advance(forwardTo(world, to));
  catchUp(world);
  return { now: world.now.toString(), speed: world.clock.speed };
};

function forwardTo(world: World, to: z.infer<typeof INSTANT>) {
  const way = world.clock.now().until(to);
  if (way.sign >= 0) return way;
  throw new z.ZodError([
    {
      code: 'custom',
      path: ['to'],
      message: `It is ${world.now} already; the clock does not go back.`,
      input: undefined,
    },
  ]);
}
