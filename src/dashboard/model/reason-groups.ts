import type { Explanation } from '../../api/explanation.ts';
import { lampOf } from './lamps.ts';

/** The decision about one node. */
export type Decision = Explanation['decisions'][number];

/** Nodes with the same reason for their decision. */
export interface ReasonGroup {
  readonly reason: string;
  readonly decisions: readonly Decision[];
}

/** Groups nodes by reason: first those with an act, then those in trouble. */
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

/** Removes instants and durations, which differ from node to node, from a reason. */
function generalReason(reason: string): string {
  return reason.replace(/\bsince \S+Z\b|\bfor PT\S+|\bfor (?:\d+ (?:s|min|h|d)\b ?)+/g, '…');
}
