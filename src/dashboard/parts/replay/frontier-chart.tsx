import { usePlot } from '../../elements/use-plot.ts';
import { describeFrontier } from '../../model/replay-frontier.ts';
import { type FrontierDrawing, frontierDrawing } from './frontier-drawing.ts';

/** Cost against wait: a named point for each policy, in the shape of its kind. */
export function FrontierChart(props: FrontierDrawing) {
  const { points, chosen } = props;
  const place = usePlot((element) => frontierDrawing(element, props), [JSON.stringify([points, chosen])]);
  return <div class="chart frontier" ref={place} role="img" aria-label={describeFrontier(points)} />;
}
