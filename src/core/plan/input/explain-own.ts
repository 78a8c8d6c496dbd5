import { counted } from '../../text/counted.ts';
import type { Explanation, OwnDecision } from './deciding-rule.ts';

/** The explanation of a rule by the decisions that it has made; `otherwise` where it has made none. */
export function explainOwn(own: readonly OwnDecision[], why: string, otherwise: Explanation): Explanation {
  const [first] = own;
  return first === undefined
    ? otherwise
    : { says: `${counted(own.length, 'node')}, as ${first.nodeId}: ${first.reason}`, why };
}
