import type { Preview } from '../../api/preview.ts';

/** A part of a window on one day of a week. */
export interface WeekSpan {
  readonly window: string;
  /** Minutes of the clock since midnight. */
  readonly from: number;
  readonly to: number;
  readonly says: string;
}

/** A day of a week, as clocks show it in a zone. */
export interface WeekDay {
  /** `2026-03-02` */
  readonly date: string;
  /** `Mon 2 Mar` */
  readonly name: string;
  readonly spans: readonly WeekSpan[];
  /** What is to be known of the day: a clock change. */
  readonly notes: readonly string[];
}

/** Lays the edges of a schedule out as days of a zone, from a date on. A window that is still open at the end has no edge there: it stays open. */
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
    notes: clockChanges
      .filter(({ at }) => placeIn(at, zone).date === date)
      .map(({ before, after }) => `clocks change from ${before} to ${after}`),
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

function capacityOf({ capacity: { min, max } }: Preview['edges'][number]): string {
  return max === null ? `at least ${min}` : `from ${min} to ${max}`;
}

function partOn(date: string, { window, opens, closes, says }: OpenWindow, zone: string): readonly WeekSpan[] {
  const from = opens === undefined ? { date: '0000', minute: 0 } : placeIn(opens, zone);
  const to = closes === undefined ? { date: '9999', minute: 0 } : placeIn(closes, zone);
  if (from.date > date || to.date < date) return [];
  const begins = from.date === date ? from.minute : 0;
  const ends = to.date === date ? to.minute : 1440;
  return begins < ends ? [{ window, from: begins, to: ends, says }] : [];
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

function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function nameOf(date: string): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  return format.format(Date.parse(`${date}T12:00:00Z`)).replaceAll(',', '');
}

/** The Monday of the week that a moment falls in, in UTC. */
export function mondayOf(moment: string): string {
  const day = (new Date(Date.parse(moment)).getUTCDay() + 6) % 7;
  return addDays(moment.slice(0, 10), -day);
}

/** Another week: `weeks` later. */
export function weeksLater(monday: string, weeks: number): string {
  return addDays(monday, weeks * 7);
}
