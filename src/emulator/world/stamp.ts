import { toWireTime } from './wire-time.ts';
import type { Dated, World } from './world.ts';

/** The next number of the world; whatever gets it comes later in every list than what got one before. */
export function nextOrdinal(world: World): number {
  world.ordinal += 1;
  return world.ordinal;
}

/** The dates and the entity tag of something that is created now. */
export function newborn(world: World): Dated {
  const now = toWireTime(world.now);
  const ordinal = nextOrdinal(world);
  return { ordinal, creationTime: now, lastModified: now, eTag: entityTag(ordinal) };
}

/** Notes that something was changed now: it gets a new entity tag. */
export function touch(world: World, entity: Dated): void {
  entity.lastModified = toWireTime(world.now);
  entity.eTag = entityTag(nextOrdinal(world));
}

/** As the service writes it: `0x` and hexadecimal digits. */
function entityTag(ordinal: number): string {
  return `0x8DE${ordinal.toString(16).toUpperCase().padStart(12, '0')}`;
}
