import { toWireTime } from './wire-time.ts';
import type { Dated, World } from './world.ts';

/** The next ordinal: items with greater ordinals come later in every list. */
export function nextOrdinal(world: World): number {
  world.ordinal += 1;
  return world.ordinal;
}

/** The dates and the entity tag of a resource that is created now. */
export function newborn(world: World): Dated {
  const now = toWireTime(world.now);
  const ordinal = nextOrdinal(world);
  return { ordinal, creationTime: now, lastModified: now, eTag: entityTag(ordinal) };
}

/** Updates the date and the entity tag of a resource that is changed now. */
export function touch(world: World, entity: Dated): void {
  entity.lastModified = toWireTime(world.now);
  entity.eTag = entityTag(nextOrdinal(world));
}

/** As the service writes it: `0x` and hexadecimal digits. */
function entityTag(ordinal: number): string {
  return `0x8DE${ordinal.toString(16).toUpperCase().padStart(12, '0')}`;
}
