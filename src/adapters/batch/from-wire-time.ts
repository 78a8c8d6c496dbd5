import { Temporal } from 'temporal-polyfill';
import type { EpochMilliseconds } from '../../core/time/epoch.ts';

/** Parses an instant; `undefined` if it is invalid. */
export function fromWireTime(time: unknown): Temporal.Instant | undefined {
  if (typeof time !== 'string') return undefined;
  try {
    return Temporal.Instant.from(time);
  } catch {
    return undefined;
  }
}

/** The format of the service, with up to seven digits of a second. */
const PLAIN = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;

/** The same as milliseconds. Every node has two of them, so no instant is created for each. */
export function millisecondsFromWire(time: unknown): EpochMilliseconds | undefined {
  if (typeof time !== 'string' || !PLAIN.test(time)) return fromWireTime(time)?.epochMilliseconds;
  const milliseconds = Date.parse(time);
  const day = Number(time.slice(8, 10));
  // 30 February is invalid: `Date` would take it for 2 March.
  return day <= 28 || new Date(milliseconds).getUTCDate() === day ? milliseconds : undefined;
}
