import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { ChartData } from '../model/chart-data.ts';
import type { Zone } from '../model/times.ts';
import { axisStyle, CLOCK, clockOf, coloursOf, momentsIn } from './plot-style.ts';

interface ChartProps {
  readonly data: ChartData;
  readonly label: string;
  readonly zone: Zone;
}

const HEIGHT = 260;

/** Draws how many nodes were on, in front of the band of the requested capacity, with a line at the current instant. */
export function Chart({ data, label, zone }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<{ plot: uPlot; data: ChartData } | undefined>(undefined);
  const scheme = useRef(matchMedia('(prefers-color-scheme: dark)'));

  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const draw = () => {
      drawn.current?.plot.destroy();
      const shown = { data: drawn.current?.data ?? data };
      const plot = new uPlot(
        optionsOf(element, { zone, shown: () => drawn.current?.data ?? shown.data }),
        columnsOf(shown.data),
        element,
      );
      drawn.current = { plot, data: shown.data };
      tellNow(plot, shown.data);
    };
    draw();
    const resized = new ResizeObserver(() =>
      drawn.current?.plot.setSize({ width: element.clientWidth, height: HEIGHT }),
    );
    resized.observe(element);
    const { current: media } = scheme;
    media.addEventListener('change', draw);
    return () => {
      resized.disconnect();
      media.removeEventListener('change', draw);
      drawn.current?.plot.destroy();
      drawn.current = undefined;
    };
  }, [zone]);

  useEffect(() => {
    const { current } = drawn;
    if (current === undefined) return;
    current.data = data;
    current.plot.setData(columnsOf(data));
    tellNow(current.plot, data);
  }, [data]);

  return <div class="chart" ref={place} role="img" aria-label={label} />;
}

/** The legend shows the current values, until the pointer is over another instant. */
function tellNow(plot: uPlot, { at, now }: ChartData): void {
  plot.setLegend({ idx: at.findLastIndex((moment) => moment <= now) });
}

function columnsOf({ at, on, min, max }: ChartData): uPlot.AlignedData {
  return [[...at], [...max], [...min], [...on]];
}

interface Drawing {
  readonly zone: Zone;
  readonly shown: () => ChartData;
}

function optionsOf(element: HTMLElement, { zone, shown }: Drawing): uPlot.Options {
  const colour = coloursOf(element);
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const steps = stepped === undefined ? {} : { paths: stepped };
  const axis = axisStyle(element);
  return {
    width: element.clientWidth,
    height: HEIGHT,
    ...clockOf(zone),
    scales: { x: { time: true }, y: { range: () => [0, shown().top * 1.12] } },
    axes: [
      { ...axis, values: CLOCK },
      { ...axis, size: 40, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] },
    ],
    series: [
      momentsIn(zone),
      { label: 'At most', stroke: colour('band-edge'), width: 1, dash: [4, 4], points: { show: false }, ...steps },
      { label: 'At least', stroke: colour('band-edge'), width: 1.5, points: { show: false }, ...steps },
      {
        label: 'Nodes on',
        stroke: colour('lamp-line'),
        fill: colour('lamp-fill'),
        width: 2,
        points: { show: false },
        ...steps,
      },
    ],
    bands: [{ series: [1, 2], fill: colour('band') }],
    cursor: { y: false, drag: { x: false, y: false } },
    legend: { live: true },
    hooks: {
      drawClear: [(plot) => drawUnknown(plot, shown().knownFrom, colour('rule'))],
      draw: [(plot) => drawNow(plot, shown().now, colour('now'))],
      setCursor: [(plot) => (plot.cursor.left ?? -1) < 0 && tellNow(plot, shown())],
    },
  };
}

function drawNow({ ctx, bbox, valToPos }: uPlot, now: number, colour: string): void {
  const x = Math.round(valToPos(now, 'x', true));
  if (x < bbox.left || x > bbox.left + bbox.width) return;
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textBaseline = 'top';
  ctx.fillText(' now', x, bbox.top + 2 * devicePixelRatio);
  ctx.restore();
}

/** Hatches the time before `knownFrom`, of which nothing is known. */
function drawUnknown({ ctx, bbox, valToPos }: uPlot, knownFrom: number, colour: string): void {
  const end = Math.min(Math.round(valToPos(knownFrom, 'x', true)), bbox.left + bbox.width);
  if (end <= bbox.left) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, end - bbox.left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.lineWidth = devicePixelRatio;
  ctx.beginPath();
  for (let x = bbox.left - bbox.height; x < end; x += 9 * devicePixelRatio) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}
