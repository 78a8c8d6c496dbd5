import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';

/** What is drawn into an element. */
export interface Drawing {
  readonly options: Omit<uPlot.Options, 'width'>;
  readonly data: uPlot.AlignedData;
}

/** Draws a plot as wide as its element, again whenever one of `changes`, the width or the colours of the page change. */
export function usePlot(
  draw: (element: HTMLElement) => Drawing,
  changes: readonly unknown[],
): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    let plot: uPlot | undefined;
    const again = () => {
      plot?.destroy();
      const { options, data } = draw(element);
      plot = new uPlot({ ...options, width: element.clientWidth }, data, element);
    };
    again();
    let width = element.clientWidth;
    const resized = new ResizeObserver(() => {
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      again();
    });
    resized.observe(element);
    const stop = new AbortController();
    for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) {
      matchMedia(query).addEventListener('change', again, { signal: stop.signal });
    }
    return () => {
      stop.abort();
      resized.disconnect();
      plot?.destroy();
    };
  }, changes);
  return place;
}
