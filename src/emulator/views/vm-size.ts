import type { Pool } from '../world/world.ts';

/** The data plane shows VM sizes in lower case, however they were sent. */
export function shownVmSize({ settings: { vmSize } }: Pool): string {
  return vmSize.toLowerCase();
}
