import { counted } from '../../text/counted.ts';
import type { Explanation, OwnDecision } from './deciding-rule.ts';

/** Explains a rule by its decisions; by `otherwise` if it has made none. */
export function explainOwn(own: readonly OwnDecision[], why: string, otherwise: Explanation): Explanation {
  const [first] = own;
  return first === undefined
    ? otherwise
    : { says: `${counted(own.length, 'node')}, as ${first.nodeId}: ${first.reason}`, why };
}
