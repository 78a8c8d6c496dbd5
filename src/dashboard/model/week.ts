import type { Preview } from '../../api/preview.ts';
import { formatDay } from './times.ts';

/** A part of a window on one day of a week. */
export interface WeekSpan {
  readonly window: string;
  /** An exception takes precedence over windows. */
  readonly kind: 'window' | 'exception';
  /** Minutes since midnight, by the clock. */
  readonly from: number;
  readonly to: number;
  readonly says: string;
}

/** A day of a week in a time zone. */
export interface WeekDay {
  /** `2026-03-02` */
  readonly date: string;
  /** `Mon 2 Mar` */
  readonly name: string;
  readonly spans: readonly WeekSpan[];
  /** Where the clock changes. */
  readonly clockChanges: readonly { readonly minute: number; readonly says: string }[];
}

/** Arranges the edges of a schedule in seven days of a time zone, from a date on. A window without a closing edge stays open. */
export function weekOf(
  { edges, clockChanges }: Pick<Preview, 'edges' | 'clockChanges'>,
  zone: string,
  from: string,
): readonly WeekDay[] {
  const dates = Array.from({ length: 7 }, (_, index) => addDays(from, index));
  const openings = openingsOf(edges);
  return dates.map((date) => ({
    date,
    name: nameOf(date),
    spans: openings.flatMap((opening) => partOn(date, opening, zone)),
    clockChanges: clockChanges
      .map((change) => ({ ...placeIn(change.at, zone), says: sayClockChange(change) }))
      .filter((change) => change.date === date)
      .map(({ minute, says }) => ({ minute, says })),
  }));
}

interface OpenWindow {
  readonly window: string;
  readonly opens: string | undefined;
  readonly closes: string | undefined;
  readonly says: string;
}

function openingsOf(edges: Preview['edges']): readonly OpenWindow[] {
  const openings: OpenWindow[] = [];
  const open = new Map<string, Preview['edges'][number]>();
  for (const edge of edges) {
    if (edge.edge === 'open') {
      open.set(edge.window, edge);
      continue;
    }
    openings.push({ window: edge.window, opens: open.get(edge.window)?.at, closes: edge.at, says: capacityOf(edge) });
    open.delete(edge.window);
  }
  const still = [...open.values()].map((edge) => ({
    window: edge.window,
    opens: edge.at,
    closes: undefined,
    says: capacityOf(edge),
  }));
  return [...openings, ...still];
}

/** A capacity in words. */
export function capacityOf({ capacity: { min, max } }: Preview['edges'][number]): string {
  if (max === null) return `at least ${min}`;
  if (max === 0) return 'no nodes';
  return min === 0 ? `at most ${max}` : `from ${min} to ${max}`;
}

/** `Europe/Berlin: clocks go forward by 1 h` */
function sayClockChange({ timeZone, before, after, windows }: Preview['clockChanges'][number]): string {
  const minutes = offsetOf(after) - offsetOf(before);
  const size = Math.abs(minutes);
  const by = size % 60 === 0 ? `${size / 60} h` : `${size} min`;
  const touched = windows.length === 0 ? '' : `; longer, shorter or moved: ${windows.join(', ')}`;
  return `${timeZone}: clocks go ${minutes > 0 ? 'forward' : 'back'} by ${by}${touched}`;
}

/** An offset such as `+05:30` in minutes. */
function offsetOf(offset: string): number {
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function partOn(date: string, { window, opens, closes, says }: OpenWindow, zone: string): readonly WeekSpan[] {
  const from = opens === undefined ? { date: '0000', minute: 0 } : placeIn(opens, zone);
  const to = closes === undefined ? { date: '9999', minute: 0 } : placeIn(closes, zone);
  if (from.date > date || to.date < date) return [];
  const begins = from.date === date ? from.minute : 0;
  const ends = to.date === date ? to.minute : 1440;
  const exception = /^exception (.*)/s.exec(window)?.[1];
  const kind = exception === undefined ? 'window' : 'exception';
  return begins < ends ? [{ window: exception ?? window, kind, from: begins, to: ends, says }] : [];
}

function placeIn(moment: string, zone: string): { readonly date: string; readonly minute: number } {
  const format = new Intl.DateTimeFormat('sv-SE', {
    ...(zone !== 'local' && { timeZone: zone }),
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const [date = '', time = ''] = format.format(Date.parse(moment)).split(' ');
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return { date, minute: hours * 60 + minutes };
}

/** The date `days` later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function nameOf(date: string): string {
  return formatDay(`${date}T12:00:00Z`, 'UTC') ?? date;
}

/** A date that an address names; `undefined` if it is none. */
export function dateNamed(text: string | undefined): string | undefined {
  const isDate = text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDate ? text : undefined;
}

/** The Monday of the week of an instant, in UTC. */
export function mondayOf(moment: string): string;
export function mondayOf(moment: string | undefined): string | undefined;
export function mondayOf(moment: string | undefined): string | undefined {
  if (moment === undefined) return undefined;
  const day = (new Date(Date.parse(moment)).getUTCDay() + 6) % 7;
  return addDays(moment.slice(0, 10), -day);
}

/** The Monday `weeks` later. */
export function weeksLater(monday: string, weeks: number): string {
  return addDays(monday, weeks * 7);
}
