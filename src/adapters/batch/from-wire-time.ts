import { Temporal } from 'temporal-polyfill';

/** An instant as the service sends it; `undefined` for what is none. */
export function fromWireTime(time: unknown): Temporal.Instant | undefined {
  if (typeof time !== 'string') return undefined;
  try {
    return Temporal.Instant.from(time);
  } catch {
    return undefined;
  }
}
