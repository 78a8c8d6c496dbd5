import { Temporal } from 'temporal-polyfill';

/** Instants of nodes come again with every list, minute after minute, until something happens to the node. */
const MOST_REMEMBERED = 20_000;
const known = new Map<string, Temporal.Instant | undefined>();

/** An instant as the service sends it; `undefined` for what is none. Equal texts give the same object. */
export function fromWireTime(time: unknown): Temporal.Instant | undefined {
  if (typeof time !== 'string') return undefined;
  const before = known.get(time);
  if (before !== undefined || known.has(time)) return before;
  // On purpose all at once: to find the oldest of a map costs more than to read what comes again.
  if (known.size >= MOST_REMEMBERED) known.clear();
  const instant = instantOf(time);
  known.set(time, instant);
  return instant;
}

/** As the service writes it, with up to seven digits of a second. */
const PLAIN = /^(\d{4}-\d\d-(\d\d)T\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/;

function instantOf(text: string): Temporal.Instant | undefined {
  const [, seconds, day, fraction = ''] = PLAIN.exec(text) ?? [];
  const milliseconds = Date.parse(`${seconds}Z`);
  // `Date` moves on what there is not, such as the 30th of February and the 24th hour.
  if (new Date(milliseconds).getUTCDate() === Number(day)) {
    if (fraction === '') return Temporal.Instant.fromEpochMilliseconds(milliseconds);
    return new Temporal.Instant(BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0')));
  }
  try {
    return Temporal.Instant.from(text);
  } catch {
    return undefined;
  }
}
