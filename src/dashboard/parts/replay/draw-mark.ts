import type { Colour } from '../../elements/plot-style.ts';
import type { FrontierPoint } from '../../model/replay-frontier.ts';

interface MarkDrawing {
  readonly x: number;
  readonly y: number;
  readonly kind: FrontierPoint['kind'];
  readonly isChosen: boolean;
  readonly colour: Colour;
}

const SIZE = 5;

/** Draws a point by its kind: square (requested), diamond (proposed), ring (baseline), cross (limit); in a circle if chosen. */
export function drawMark(ctx: CanvasRenderingContext2D, { x, y, kind, isChosen, colour }: MarkDrawing): void {
  ctx.beginPath();
  ctx.lineWidth = 2;
  ctx.strokeStyle = colour(kind === 'baseline' ? 'quiet' : 'ink');
  ctx.fillStyle = colour('lamp-line');
  SHAPES[kind](ctx, x, y);
  if (kind === 'asked' || kind === 'proposed') ctx.fill();
  ctx.stroke();
  if (!isChosen) return;
  ctx.beginPath();
  ctx.strokeStyle = colour('accent');
  ctx.arc(x, y, SIZE + 5, 0, 2 * Math.PI);
  ctx.stroke();
}

type Shape = (ctx: CanvasRenderingContext2D, x: number, y: number) => void;

const SHAPES: Readonly<Record<FrontierPoint['kind'], Shape>> = {
  asked: (ctx, x, y) => ctx.rect(x - SIZE, y - SIZE, 2 * SIZE, 2 * SIZE),
  baseline: (ctx, x, y) => ctx.arc(x, y, SIZE, 0, 2 * Math.PI),
  limit: (ctx, x, y) => {
    ctx.moveTo(x - SIZE, y - SIZE);
    ctx.lineTo(x + SIZE, y + SIZE);
    ctx.moveTo(x + SIZE, y - SIZE);
    ctx.lineTo(x - SIZE, y + SIZE);
  },
  proposed: (ctx, x, y) => {
    ctx.moveTo(x, y - SIZE - 2);
    ctx.lineTo(x + SIZE + 2, y);
    ctx.lineTo(x, y + SIZE + 2);
    ctx.lineTo(x - SIZE - 2, y);
    ctx.closePath();
  },
};
