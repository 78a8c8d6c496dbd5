import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** The properties that make the items of an element one stop for the tab key. */
export interface Roving<Place extends HTMLElement> {
  readonly ref: RefObject<Place | null>;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onFocusIn: (event: FocusEvent) => void;
}

/**
 * Makes the items of an element one stop for the tab key, however many there are. The arrow keys, Home and End move between
 * them. The stop is the item that was focused last, else the chosen one, else the first.
 */
export function useRoving<Place extends HTMLElement>(selector: string): Roving<Place> {
  const place = useRef<Place>(null);
  const current = useRef<HTMLElement | undefined>(undefined);
  const settle = () => {
    const items = itemsIn(place.current, selector);
    const stop =
      items.find((item) => item === current.current) ?? items.find((item) => item.matches(CHOSEN)) ?? items[0];
    for (const item of items) {
      const index = item === stop ? 0 : -1;
      if (item.tabIndex !== index || !item.hasAttribute('tabindex')) item.tabIndex = index;
    }
  };
  useEffect(() => {
    settle();
    if (place.current === null) return undefined;
    const seen = new MutationObserver(settle);
    seen.observe(place.current, { childList: true, subtree: true });
    return () => seen.disconnect();
  }, []);
  return {
    ref: place,
    onKeyDown: (event) => {
      const next = nextOf(itemsIn(place.current, selector), event);
      if (next === undefined) return;
      event.preventDefault();
      next.focus();
    },
    onFocusIn: ({ target }) => {
      if (!(target instanceof HTMLElement) || !target.matches(selector)) return;
      current.current = target;
      settle();
    },
  };
}

const CHOSEN = '[aria-pressed="true"], [aria-current="true"] *';

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function nextOf(items: readonly HTMLElement[], { key, target }: KeyboardEvent): HTMLElement | undefined {
  const index = target instanceof HTMLElement ? items.indexOf(target) : -1;
  if (index < 0) return undefined;
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  const step = STEPS[key];
  return step === undefined ? undefined : items[index + step];
}

function itemsIn(place: HTMLElement | null, selector: string): readonly HTMLElement[] {
  return place === null ? [] : [...place.querySelectorAll<HTMLElement>(selector)];
}
