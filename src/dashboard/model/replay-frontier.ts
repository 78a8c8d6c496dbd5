import type { TriedPolicy } from './replay-policies.ts';
import { formatSeconds } from './words.ts';

/** A policy as a point: its cost relative to the least, and how long tasks wait. */
export interface FrontierPoint {
  /** `undefined` for the limit, which has no details. */
  readonly key: string | undefined;
  readonly name: string;
  readonly kind: TriedPolicy['kind'] | 'limit';
  readonly costRatio: number;
  readonly waitMeanS: number;
}

/** The points of all policies and of the limit, the cheapest first. */
export function frontierPoints(policies: readonly TriedPolicy[]): readonly FrontierPoint[] {
  const tried = policies.map(({ key, name, kind, metrics: { costRatio, waitMeanS } }) => ({
    key,
    name,
    kind,
    costRatio,
    waitMeanS,
  }));
  return [LIMIT, ...tried].toSorted((a, b) => a.costRatio - b.costRatio);
}

const LIMIT: FrontierPoint = { key: undefined, name: 'the limit', kind: 'limit', costRatio: 1, waitMeanS: 0 };

/** An axis on which equal ratios are about equally far apart: the place of a value, and the values with labels. */
export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
  readonly say: (value: number) => string;
}

/** The scale is linear up to about this wait, and logarithmic above. */
const CLOSE_S = 30;

/** How long tasks wait. */
export const WAIT_AXIS: Axis = {
  place: (seconds) => Math.asinh(seconds / CLOSE_S),
  ticks: [0, 15, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 24 * 3600, 7 * 24 * 3600],
  say: formatSeconds,
};

/** Cost as a multiple of the least. */
export const COST_AXIS: Axis = {
  place: (ratio) => Math.log(Math.max(ratio, LEAST_RATIO)),
  ticks: [0.5, 0.7, 1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 1000],
  say: (ratio) => `${ratio} ×`,
};

const LEAST_RATIO = 0.1;

/** The values that an axis of `pixels` labels: those at least `apart` pixels from each other. */
export function ticksIn(
  { place, ticks }: Axis,
  {
    from,
    to,
    pixels,
    apart,
  }: { readonly from: number; readonly to: number; readonly pixels: number; readonly apart: number },
): readonly number[] {
  let last = Number.NEGATIVE_INFINITY;
  return ticks.filter((tick) => {
    const at = ((place(tick) - from) / (to - from)) * pixels;
    if (at < 0 || at > pixels || at - last < apart) return false;
    last = at;
    return true;
  });
}

/** A point to draw, in pixels from the left and the top, and the width of its name. */
export interface Mark {
  readonly x: number;
  readonly y: number;
  readonly name: string;
  readonly width: number;
}

/** The place of a name. */
export interface Label extends Mark {
  readonly mark: Mark;
}

const GAP = 10;
const LINE = 15;

/**
 * Places each name near its point where no other name or point is: to the right, else to the left, above or below, and at last
 * further away.
 */
export function placeLabels(marks: readonly Mark[], { left, right }: Pick<Box, 'left' | 'right'>): readonly Label[] {
  const taken: Box[] = marks.map(({ x, y }) => ({ left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 }));
  return marks.map((mark) => {
    const places = candidates(mark, { left, right });
    const box = places.find((place) => !taken.some((other) => overlaps(place, other))) ?? places[0];
    if (box === undefined) return { ...mark, mark };
    taken.push(box);
    return { ...mark, x: box.left, y: (box.top + box.bottom) / 2, mark };
  });
}

/** Lines above and below a point, the nearest first. */
const LINES = [0, ...Array.from({ length: 9 }, (_, index) => [-index - 1, index + 1]).flat()];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Places within the sides of the drawing: there, a wide name is above or below its point. */
function candidates({ x, y, width }: Mark, sides: Pick<Box, 'left' | 'right'>): readonly Box[] {
  return LINES.flatMap((line) =>
    [x + GAP, x - GAP - width, x - width / 2].map((wanted) => {
      const left = Math.max(sides.left, Math.min(wanted, sides.right - width));
      return { left, right: left + width, top: y + line * LINE - LINE / 2, bottom: y + line * LINE + LINE / 2 };
    }),
  );
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** The chart in words, for screen readers. */
export function describeFrontier(points: readonly FrontierPoint[]): string {
  const said = points.map(
    ({ name, costRatio, waitMeanS }) => `${name}: ${costRatio.toFixed(2)} times the least, ${formatSeconds(waitMeanS)}`,
  );
  return `Cost of nodes, and mean wait of tasks. ${said.join('; ')}.`;
}
