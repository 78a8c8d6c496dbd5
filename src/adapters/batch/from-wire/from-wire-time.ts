import { Temporal } from 'temporal-polyfill';
import { remember } from '../../../core/remember.ts';
import type { EpochMilliseconds } from '../../../core/time/epoch.ts';

/** Parses an instant; `undefined` if it is invalid. */
export function fromWireTime(time: unknown): Temporal.Instant | undefined {
  if (typeof time !== 'string') return undefined;
  try {
    return Temporal.Instant.from(time);
  } catch {
    return undefined;
  }
}

/**
 * The same as milliseconds. Every node has two of them, so the format of the service, `2026-03-02T12:00:00.1234567Z`, is read
 * digit by digit, and no instant is created for each.
 */
export function millisecondsFromWire(time: unknown): EpochMilliseconds | undefined {
  if (typeof time !== 'string') return undefined;
  return plainMilliseconds(time) ?? fromWireTime(time)?.epochMilliseconds;
}

/** `undefined` if the text has another format, or is no valid time. */
function plainMilliseconds(time: string): EpochMilliseconds | undefined {
  const end = time.length - 1;
  const isPunctuated =
    time[10] === 'T' &&
    time[13] === ':' &&
    time[16] === ':' &&
    time[end] === 'Z' &&
    (end === 19 || (time[19] === '.' && end > 20 && end < 30));
  const day = isPunctuated ? startOfDay(time.slice(0, 10)) : undefined;
  if (day === undefined) return undefined;
  const hour = digits(time, 11, 13);
  const minute = digits(time, 14, 16);
  const second = digits(time, 17, 19);
  const fraction = end === 19 ? 0 : Math.floor(digits(time, 20, end) / 10 ** (end - 23));
  const isValid = hour < 24 && minute < 60 && second < 60 && fraction < 1000;
  return isValid ? day + ((hour * 60 + minute) * 60 + second) * 1000 + fraction : undefined;
}

/** Nodes change their states on few days. 30 February is invalid: `Date` would take it for 2 March. */
const startOfDay = remember((date: string): EpochMilliseconds | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const start = Date.parse(date);
  return Number.isFinite(start) && new Date(start).toISOString().startsWith(date) ? start : undefined;
}, 1000);

/** The number that the digits of a text are; `NaN` if one of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    number = digit >= 0 && digit <= 9 ? number * 10 + digit : Number.NaN;
  }
  return number;
}
