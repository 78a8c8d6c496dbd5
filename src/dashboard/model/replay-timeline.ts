import type { Replay } from '../../api/replays.ts';
import type { Span } from './replay-window.ts';

type Timeline = Replay['results'][number]['timeline'];

/** A timeline in columns: instants in seconds since 1970, and for each the values until the next. */
export interface TimelineColumns {
  readonly at: readonly number[];
  readonly needed: readonly number[];
  readonly on: readonly number[];
  readonly waiting: readonly number[];
  readonly whole: Span;
}

/** The columns of a timeline, with a point at its end so that the last step has its length. */
export function timelineColumns(timeline: Timeline, until: string): TimelineColumns {
  const last = timeline.at(-1);
  const points = last === undefined ? [] : [...timeline, { ...last, at: until }];
  const at = points.map((point) => Date.parse(point.at) / 1000);
  return {
    at,
    needed: points.map(({ needed }) => needed),
    on: points.map(({ paid }) => paid),
    waiting: points.map(({ waiting }) => waiting),
    whole: { from: at[0] ?? 0, to: at.at(-1) ?? 0 },
  };
}

/** The visible span of a timeline in words. */
export function describeSpan({ at, needed, on, waiting }: TimelineColumns, { from, to }: Span): string {
  const seen = at.flatMap((moment, index) =>
    moment < to && (at[index + 1] ?? moment) > from
      ? [{ needed: needed[index] ?? 0, on: on[index] ?? 0, waiting: waiting[index] ?? 0 }]
      : [],
  );
  const most = (of: (point: (typeof seen)[number]) => number) => Math.ceil(Math.max(0, ...seen.map(of)));
  return `At most ${most((point) => point.needed)} nodes needed, ${most((point) => point.on)} on, and ${most((point) => point.waiting)} tasks waiting.`;
}
