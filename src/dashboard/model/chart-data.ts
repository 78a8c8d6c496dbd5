import type { Timeline } from '../../api/timeline.ts';

/** The data of a chart: instants in seconds since 1970, each with the nodes on and the requested capacity; `null` is not drawn. */
export interface ChartData {
  readonly at: readonly number[];
  readonly on: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly now: number;
  /** Before this instant, the nodes that were on are not known. */
  readonly knownFrom: number;
  /** The upper end of the scale of nodes. */
  readonly top: number;
}

/**
 * Converts a timeline for a chart: each point at which a value changes, and the ends of the span. No node count is drawn after
 * the current instant. A capacity without `max` is drawn with all nodes of the pool.
 */
export function chartDataOf({ now, from, to, nodes, knownFrom, on, requested }: Timeline): ChartData {
  const present = secondsOf(now);
  const last = Math.max(secondsOf(from), Math.min(present, secondsOf(to)));
  const moments = [from, to, ...on.map(({ at }) => at), ...requested.map(({ at }) => at)].map(secondsOf);
  const at = [...new Set([...moments, last])].filter((moment) => !Number.isNaN(moment)).toSorted((a, b) => a - b);
  const requestedAt = stepsOf(requested);
  const onAt = stepsOf(on);
  return {
    at,
    on: at.map((moment) => (moment > present ? null : (onAt(moment)?.nodes ?? null))),
    min: at.map((moment) => requestedAt(moment)?.min ?? null),
    max: at.map((moment) => {
      const capacity = requestedAt(moment);
      return capacity === undefined ? null : (capacity.max ?? nodes);
    }),
    now: present,
    knownFrom: secondsOf(knownFrom),
    top: Math.max(1, nodes, ...on.map((point) => point.nodes), ...requested.map(({ min }) => min)),
  };
}

/** Looks up the value of a step function: its last point at or before an instant. */
function stepsOf<Point extends { readonly at: string }>(
  points: readonly Point[],
): (moment: number) => Point | undefined {
  const ordered = points.map((point) => ({ point, at: secondsOf(point.at) })).toSorted((a, b) => a.at - b.at);
  return (moment) => ordered.findLast(({ at }) => at <= moment)?.point;
}

function secondsOf(moment: string): number {
  return Date.parse(moment) / 1000;
}

/** A chart in words, for screen readers. */
export function describeTimeline({ now, nodes, on }: Timeline): string {
  const counts = on.map((point) => point.nodes);
  const present = counts.at(-1);
  if (present === undefined) return 'There is no data for this time yet.';
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${present} of ${nodes} nodes on at ${now}; between ${least} and ${most} in the time shown, with ${counts.length - 1} changes.`;
}
