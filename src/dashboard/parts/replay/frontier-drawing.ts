import type uPlot from 'uplot';
import { axisStyle, type Colour, coloursOf } from '../../elements/plot-style.ts';
import type { Drawing } from '../../elements/use-plot.ts';
import {
  type Axis,
  COST_AXIS,
  type FrontierPoint,
  placeLabels,
  ticksIn,
  WAIT_AXIS,
} from '../../model/replay-frontier.ts';
import { drawMark } from './draw-mark.ts';

/** The input for the drawing of a frontier. */
export interface FrontierDrawing {
  readonly points: readonly FrontierPoint[];
  /** The policy whose details are shown. */
  readonly chosen: string;
  /** Called when a point is clicked. */
  readonly onChoose: (key: string) => void;
}

const HEIGHT = 360;
/** If narrow, names are placed above each other. */
const NARROW = { px: 560, height: 520 };
const FONT = '12px system-ui, sans-serif';
const NEAR_PX = 24;

/** Cost against wait, for the width of an element. */
export function frontierDrawing(element: HTMLElement, { points, chosen, onChoose }: FrontierDrawing): Drawing {
  const height = element.clientWidth < NARROW.px ? NARROW.height : HEIGHT;
  const style = { ...axisStyle(element), labelFont: FONT, labelSize: 20 };
  const x = scaleOf(COST_AXIS, {
    values: points.map(({ costRatio }) => costRatio),
    pixels: element.clientWidth,
    apart: 46,
  });
  const y = scaleOf(WAIT_AXIS, { values: points.map(({ waitMeanS }) => waitMeanS), pixels: height, apart: 24 });
  const colour = coloursOf(element);
  return {
    data: [x.places, y.places],
    options: {
      height,
      scales: { x: { time: false, range: x.range }, y: { range: y.range } },
      axes: [
        { ...style, ...x.words, label: 'cost, as a multiple of the least', size: 34 },
        { ...style, ...y.words, label: 'mean wait', size: 56 },
      ],
      series: [{}, { paths: () => null, points: { show: false } }],
      legend: { show: false },
      cursor: { show: false },
      hooks: {
        ready: [
          (plot) =>
            plot.over.addEventListener('click', ({ offsetX, offsetY }) => {
              const key = nearest(plot, points, { x: offsetX, y: offsetY });
              if (key !== undefined) onChoose(key);
            }),
        ],
        draw: [(plot) => drawPoints(plot, { points, chosen, colour })],
      },
    },
  };
}

interface Room {
  readonly values: readonly number[];
  readonly pixels: number;
  /** The least distance between labels, in pixels. */
  readonly apart: number;
}

/** The places of values on an axis, with room at its ends for the points and their names. */
function scaleOf(axis: Axis, { values, pixels, apart }: Room) {
  const places = values.map(axis.place);
  const [least, most] = [Math.min(...places), Math.max(...places)];
  const room = Math.max((most - least) * 0.12, 0.05);
  const [from, to] = [least - room, most + room];
  const ticks = ticksIn(axis, { from, to, pixels, apart });
  const range: [number, number] = [from, to];
  return { places, range, words: { splits: ticks.map(axis.place), values: ticks.map(axis.say) } };
}

function nearest(plot: uPlot, points: readonly FrontierPoint[], from: { readonly x: number; readonly y: number }) {
  const [first] = points
    .map(({ key, costRatio, waitMeanS }) => ({
      key,
      distance: distanceOf(placeIn(plot, { costRatio, waitMeanS }), from),
    }))
    .toSorted((a, b) => a.distance - b.distance);
  return first !== undefined && first.distance < NEAR_PX ? first.key : undefined;
}

function distanceOf(
  a: { readonly x: number; readonly y: number },
  b: { readonly x: number; readonly y: number },
): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The place of a point, in pixels of the page, from the corner of the drawing. */
function placeIn({ valToPos }: uPlot, { costRatio, waitMeanS }: Pick<FrontierPoint, 'costRatio' | 'waitMeanS'>) {
  return { x: valToPos(COST_AXIS.place(costRatio), 'x'), y: valToPos(WAIT_AXIS.place(waitMeanS), 'y') };
}

interface Drawn extends Omit<FrontierDrawing, 'onChoose'> {
  readonly colour: Colour;
}

function drawPoints(plot: uPlot, { points, chosen, colour }: Drawn): void {
  const { ctx, bbox } = plot;
  const scale = devicePixelRatio;
  ctx.save();
  ctx.scale(scale, scale);
  ctx.translate(bbox.left / scale, bbox.top / scale);
  ctx.font = FONT;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  const marks = points.map((point) => ({
    ...placeIn(plot, point),
    name: point.name,
    width: ctx.measureText(point.name).width,
  }));
  const labels = placeLabels(marks, { left: 0, right: bbox.width / scale });
  ctx.strokeStyle = colour('quiet');
  ctx.lineWidth = 1;
  for (const { x, y, width, mark } of labels) {
    // A line connects a name to its point if they are apart.
    if (y === mark.y) continue;
    ctx.beginPath();
    ctx.moveTo(mark.x, mark.y);
    ctx.lineTo(Math.min(Math.max(mark.x, x), x + width), y);
    ctx.stroke();
  }
  ctx.fillStyle = colour('card');
  for (const { x, y, width } of labels) {
    ctx.fillRect(x - 2, y - 7, width + 4, 14);
  }
  for (const [index, { kind, key }] of points.entries()) {
    const { x = 0, y = 0 } = marks[index] ?? {};
    drawMark(ctx, { x, y, kind, isChosen: key === chosen, colour });
  }
  ctx.fillStyle = colour('ink');
  for (const { x, y, name } of labels) ctx.fillText(name, x, y);
  ctx.restore();
}
