import { Cron } from 'croner';

/** A schedule of the benchmark, as far as a peer needs it. */
interface WallWindows {
  readonly timeZone: string;
  readonly windows: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[];
}

/** What a peer answers, at an instant in milliseconds. */
export interface Peer {
  readonly isOpen: (at: number) => boolean;
  /** When something opens or closes next. */
  readonly nextEdge: (at: number) => number;
}

/** A schedule as users of a cron library say it: a pair of expressions for each window, one to open and one to close. */
export function byCron(text: string): Peer {
  const { timeZone, windows } = JSON.parse(text) as WallWindows;
  const pairs = windows.map(({ days, from, to }) => ({
    opens: cronAt(from, days, timeZone),
    closes: cronAt(to, days, timeZone),
  }));
  const next = (cron: Cron, at: number) => cron.nextRun(new Date(at))?.getTime() ?? Number.POSITIVE_INFINITY;
  return {
    // Open is what closes before it opens again.
    isOpen: (at) => pairs.some(({ opens, closes }) => next(closes, at) < next(opens, at)),
    nextEdge: (at) => Math.min(...pairs.flatMap(({ opens, closes }) => [next(opens, at), next(closes, at)])),
  };
}

function cronAt(time: string, days: readonly string[], timezone: string): Cron {
  const [hour, minute] = time.split(':');
  return new Cron(`${minute} ${hour} * * ${days.join(',')}`, { timezone, paused: true });
}

/** A schedule as many write it by hand: wall time by `Intl`, weekday and minutes compared. */
export function byIntl(text: string): Pick<Peer, 'isOpen'> {
  const { timeZone, windows } = JSON.parse(text) as WallWindows;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const [weekdays, saturday] = windows;
  return {
    isOpen: (at) => {
      const parts = format.formatToParts(at);
      const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
      const time = `${part('hour')}:${part('minute')}`;
      const window = part('weekday') === 'Sat' ? saturday : part('weekday') === 'Sun' ? undefined : weekdays;
      return window !== undefined && window.from <= time && time < window.to;
    },
  };
}
