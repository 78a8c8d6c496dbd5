import type { Temporal } from 'temporal-polyfill';
import { millisecondsIn } from '../time/epoch.ts';
import { poolKey } from './pool-key.ts';
import type { PoolName } from './pool-name.ts';

/**
 * How long before an opening and after a closing a pool acts, in milliseconds from 0 to `bound`: constant for one pool, evenly
 * distributed over many, in whole seconds.
 */
export function shiftOf(pool: PoolName, bound: Temporal.Duration): number {
  const seconds = millisecondsIn(bound) / 1000;
  if (seconds === 0) return 0;
  return Math.floor(fractionOf(poolKey(pool)) * seconds) * 1000;
}

/** FNV-1a of a text, mixed once more so that similar names differ widely, as a number in [0, 1). */
export function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash ^= hash >>> 13;
  return (hash >>> 0) / 2 ** 32;
}
