import type { Timeline } from '../../api/timeline.ts';

/** What a chart draws: moments in seconds since 1970, and for each the nodes on and the capacity requested; `null` is nothing to draw. */
export interface ChartData {
  readonly at: readonly number[];
  readonly on: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  readonly now: number;
  /** Before it nothing is known of the nodes that were on. */
  readonly knownFrom: number;
  /** The upper end of the scale of nodes. */
  readonly top: number;
}

/**
 * Lays a timeline out for a chart: every point at which something changes, and the ends of the span. After now nothing is
 * known of what is on; no limit is drawn as all nodes of the pool.
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

/** What a step function gives at a moment: its last point up to then. */
function stepsOf<Point extends { readonly at: string }>(
  points: readonly Point[],
): (moment: number) => Point | undefined {
  const ordered = points.map((point) => ({ point, at: secondsOf(point.at) })).toSorted((a, b) => a.at - b.at);
  return (moment) => ordered.findLast(({ at }) => at <= moment)?.point;
}

function secondsOf(moment: string): number {
  return Date.parse(moment) / 1000;
}

/** What a chart shows, for those who do not see it. */
export function describeTimeline({ now, nodes, on }: Timeline): string {
  const counts = on.map((point) => point.nodes);
  const present = counts.at(-1);
  if (present === undefined) return 'Nothing is known of this time yet.';
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return `${present} of ${nodes} nodes on at ${now}; between ${least} and ${most} in the time shown, with ${counts.length - 1} changes.`;
}
