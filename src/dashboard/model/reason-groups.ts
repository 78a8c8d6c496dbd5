import type { Explanation } from '../../api/explanation.ts';
import { lampOf } from './lamps.ts';

/** What is decided about one node. */
export type Decision = Explanation['decisions'][number];

/** Nodes that are as they are for the same reason. */
export interface ReasonGroup {
  readonly reason: string;
  readonly decisions: readonly Decision[];
}

/** Puts nodes with the same reason together; those with something to do come first, then those in trouble. */
export function groupsOf(decisions: readonly Decision[]): readonly ReasonGroup[] {
  const groups = Map.groupBy(
    decisions,
    ({ action, reason }) => `${action === 'none' ? '' : `${action}: `}${generalReason(reason)}`,
  );
  return [...groups]
    .map(([reason, of]) => ({ reason, decisions: of }))
    .toSorted((a, b) => rank(a.decisions) - rank(b.decisions));
}

function rank([first]: readonly Decision[]): number {
  if (first?.action !== 'none') return 0;
  return lampOf(first.facts.state ?? '') === 'trouble' ? 1 : 2;
}

/** What differs from node to node only, a moment or a length of time, makes no other reason. */
function generalReason(reason: string): string {
  return reason.replace(/\bsince \S+Z\b|\bfor PT\S+|\bfor (?:\d+ (?:s|min|h|d)\b ?)+/g, '…');
}
