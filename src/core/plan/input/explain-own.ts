import type { Explanation, OwnDecision } from './deciding-rule.ts';

/** `1 node`, `3 nodes`. */
export function countNodes(nodes: number): string {
  return `${nodes} ${nodes === 1 ? 'node' : 'nodes'}`;
}

/** The explanation of a rule by the decisions that it has made; `otherwise` where it has made none. */
export function explainOwn(own: readonly OwnDecision[], why: string, otherwise: Explanation): Explanation {
  const [first] = own;
  return first === undefined
    ? otherwise
    : { says: `${countNodes(own.length)}, as ${first.nodeId}: ${first.reason}`, why };
}
