import type { Pool } from '../world/world.ts';

/** The data plane shows VM sizes in small letters, however they were sent. */
export function shownVmSize({ settings: { vmSize } }: Pool): string {
  return vmSize.toLowerCase();
}
