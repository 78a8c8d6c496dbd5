import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type VirtualItem,
  Virtualizer,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** The visible rows of a long list, and the space that the rows before and after them take. */
export interface VirtualRows {
  readonly items: readonly VirtualItem[];
  readonly before: number;
  readonly after: number;
  readonly scrollTo: (index: number) => void;
}

interface VirtualRowsOptions {
  readonly scroll: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly rowHeight: number;
}

/** Renders only the visible rows, and some before and after them. */
export function useVirtualRows({ scroll, count, rowHeight }: VirtualRowsOptions): VirtualRows {
  const [, redraw] = useState(0);
  const options = {
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    initialRect: { width: 0, height: 640 },
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: () => redraw((times) => times + 1),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  const items = virtualizer.getVirtualItems();
  const end = items.at(-1)?.end ?? 0;
  return {
    items,
    before: items[0]?.start ?? 0,
    after: Math.max(0, virtualizer.getTotalSize() - end),
    scrollTo: (index) => virtualizer.scrollToIndex(index),
  };
}
