import uPlot from 'uplot';
import { axisStyle, CLOCK, type Colour, clockOf, coloursOf, momentsIn } from '../../elements/plot-style.ts';
import { type Drawing, usePlot } from '../../elements/use-plot.ts';
import type { TimelineColumns } from '../../model/replay-timeline.ts';
import type { Span } from '../../model/replay-window.ts';
import type { Zone } from '../../model/times.ts';

/** An instant with a name, such as one of the longest waits. */
export interface NamedMoment {
  readonly at: number;
  readonly name: string;
  readonly isChosen: boolean;
}

interface TimePlotProps {
  readonly what: 'nodes' | 'tasks';
  readonly columns: TimelineColumns;
  readonly span: Span;
  readonly zone: Zone;
  readonly marks: readonly NamedMoment[];
  readonly label: string;
  /** Called with the span that the user drags, or with the whole for a double click. */
  readonly onSpan: (span: Span) => void;
}

const HEIGHTS = { nodes: 240, tasks: 120 };
const LEAST_DRAG_PX = 5;

/** Nodes needed and on over time, or waiting tasks, with the numbers of the longest waits. */
export function TimePlot(props: TimePlotProps) {
  const { columns, span, zone, marks, what, label } = props;
  const place = usePlot(
    (element) => drawingOf(element, props),
    [columns, span.from, span.to, zone, JSON.stringify(marks)],
  );
  return <div class={`replay-plot ${what}`} ref={place} role="img" aria-label={label} />;
}

function drawingOf(element: HTMLElement, { what, columns, span, zone, marks, onSpan }: TimePlotProps): Drawing {
  const style = axisStyle(element);
  const colour = coloursOf(element);
  const shown = SERIES[what](columns, colour);
  const top = Math.max(1, ...shown.flatMap(({ heights }) => heights));
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    data: [[...columns.at], ...shown.map(({ heights }) => [...heights])],
    options: {
      height: HEIGHTS[what],
      ...clockOf(zone),
      scales: { x: { time: true, range: () => [span.from, span.to] }, y: { range: () => [0, top * 1.12] } },
      axes: [
        { ...style, values: CLOCK },
        { ...style, size: 48, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000] },
      ],
      series: [
        momentsIn(zone),
        ...shown.map(({ heights: _, ...series }) => ({
          ...series,
          points: { show: false },
          ...(stepped !== undefined && { paths: stepped }),
        })),
      ],
      cursor: { y: false, drag: { x: true, y: false, setScale: false }, sync: { key: 'replay' } },
      legend: { live: true, markers: { dash: (_plot, index) => (shown[index - 1]?.dash ? 'dashed' : 'solid') } },
      hooks: {
        ready: [({ over }) => over.addEventListener('dblclick', () => onSpan(columns.whole))],
        draw: [(plot) => drawMarks(plot, marks, colour)],
        setSelect: [
          ({ select: { left, width }, posToVal }) => {
            if (width < LEAST_DRAG_PX) return;
            onSpan({ from: posToVal(left, 'x'), to: posToVal(left + width, 'x') });
          },
        ],
      },
    },
  };
}

type ShownSeries = uPlot.Series & { readonly heights: readonly number[] };

const SERIES: Readonly<
  Record<TimePlotProps['what'], (columns: TimelineColumns, colour: Colour) => readonly ShownSeries[]>
> = {
  nodes: ({ on, needed }, colour) => [
    { label: 'Nodes on', heights: on, stroke: colour('lamp-line'), fill: colour('lamp-fill'), width: 1.5 },
    { label: 'Nodes needed', heights: needed, stroke: colour('ink'), width: 1.5, dash: [5, 3] },
  ],
  tasks: ({ waiting }, colour) => [
    { label: 'Tasks waiting', heights: waiting, stroke: colour('lamp-trouble'), fill: colour('band'), width: 1.5 },
  ],
};

/** A line at each instant, with its name at the top; the chosen one is thick. */
function drawMarks({ ctx, bbox, valToPos }: uPlot, marks: readonly NamedMoment[], colour: Colour): void {
  ctx.save();
  ctx.strokeStyle = colour('now');
  ctx.fillStyle = colour('now');
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  for (const { at, name, isChosen } of marks) {
    const x = Math.round(valToPos(at, 'x', true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.lineWidth = (isChosen ? 3 : 1) * devicePixelRatio;
    ctx.setLineDash(isChosen ? [] : [2 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.font = `${isChosen ? 'bold ' : ''}${12 * devicePixelRatio}px system-ui, sans-serif`;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(name, x + 4 * devicePixelRatio, bbox.top + 2 * devicePixelRatio);
  }
  ctx.restore();
}
