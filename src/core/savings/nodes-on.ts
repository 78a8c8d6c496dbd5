import { Temporal } from 'temporal-polyfill';
import { isBefore } from '../time/instants.ts';
import type { Evidence, EvidenceKind } from './evidence.ts';
import type { LedgerSpan } from './ledger.ts';

/** The number of nodes that are on from an instant, until the next point. */
export interface NodesOn {
  readonly at: Temporal.Instant;
  readonly on: number;
}

/** Is a node on or off after a piece of evidence? An accepted deallocation alone leaves it on. */
const LEAVES: Readonly<Record<EvidenceKind, 'on' | 'off'>> = {
  'wants-off': 'on',
  'asked-off': 'on',
  off: 'off',
  'stayed-on': 'on',
  'asked-on': 'on',
  on: 'on',
  'start-failed': 'on',
  'start-fell-back': 'off',
  'found-on': 'on',
  'found-off': 'off',
  removed: 'off',
  gone: 'off',
};

/** Was it on or off before that evidence, if that is the first? */
const COMES_FROM: Readonly<Record<EvidenceKind, 'on' | 'off'>> = {
  'wants-off': 'on',
  'asked-off': 'on',
  off: 'on',
  'stayed-on': 'on',
  'asked-on': 'off',
  on: 'off',
  'start-failed': 'off',
  'start-fell-back': 'off',
  'found-on': 'off',
  'found-off': 'on',
  removed: 'off',
  gone: 'off',
};

/**
 * How many nodes were on over a span that ends now. It is counted back from the nodes that are on now, so its end is right even
 * if a record is missing. Never below 0 or above `nodes`.
 */
export function nodesOnOver(
  evidence: readonly Evidence[],
  { span, on, nodes }: { readonly span: LedgerSpan; readonly on: number; readonly nodes: number },
): readonly NodesOn[] {
  const changes = [...Map.groupBy(evidence, ({ node }) => node).values()]
    .flatMap(changesOf)
    .filter(({ at }) => !isBefore(at, span.from) && isBefore(at, span.to))
    .toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
  const within = (count: number) => Math.min(Math.max(count, 0), Math.max(nodes, on));
  let count = on - changes.reduce((sum, { by }) => sum + by, 0);
  const points: NodesOn[] = [{ at: span.from, on: within(count) }];
  for (const { at, by } of changes) {
    count += by;
    if (points.at(-1)?.at.equals(at)) points.pop();
    points.push({ at, on: within(count) });
  }
  return points;
}

function changesOf(evidence: readonly Evidence[]): readonly { readonly at: Temporal.Instant; readonly by: 1 | -1 }[] {
  let power = evidence[0] === undefined ? 'on' : COMES_FROM[evidence[0].kind];
  return evidence.flatMap(({ at, kind }) => {
    const next = LEAVES[kind];
    if (next === power) return [];
    power = next;
    return [{ at, by: next === 'on' ? 1 : -1 } as const];
  });
}
