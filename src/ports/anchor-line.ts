import { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import type { Anchor, FurthestAnchor } from './audit-anchors.ts';

const LINE = z.lazy(() => z.object({ at: z.string(), chain: z.string(), number: z.int(), hash: z.string() }));

/** An anchor as a line of JSON, with a line break at its end. */
export function toAnchorLine({ at, chain, number, hash }: Anchor): string {
  return `${JSON.stringify({ at: at.toString(), chain, number, hash })}\n`;
}

/** The anchor in a line; `undefined` for an invalid line. */
export function fromAnchorLine(line: string): Anchor | undefined {
  try {
    const { at, ...end } = LINE.parse(JSON.parse(line));
    return { ...end, at: Temporal.Instant.from(at) };
  } catch {
    return undefined;
  }
}

/**
 * The furthest anchor of each chain. Of anchors with the same number the first counts, because somebody else may have added
 * a later one.
 */
export function furthestOf(anchors: Iterable<Anchor>): Map<string, FurthestAnchor> {
  const chains = new Map<string, Map<number, Anchor>>();
  for (const anchor of anchors) {
    const all = chains.get(anchor.chain) ?? new Map<number, Anchor>();
    if (!all.has(anchor.number)) all.set(anchor.number, anchor);
    chains.set(anchor.chain, all);
  }
  return new Map([...chains].map(([chain, all]) => [chain, { ...furthestIn(all), all }]));
}

function furthestIn(all: ReadonlyMap<number, Anchor>): Anchor {
  return [...all.values()].reduce((one, other) => (other.number > one.number ? other : one));
}
