import type { PlanSummary } from '../plan/plan-summary.ts';
import { asciiJson } from '../text/ascii-json.ts';
import { common, type EvaluationContext } from './events.ts';
import type { AuditEntry } from './record.ts';

/**
 * The longest list of acts in a record, as JSON in ASCII. A record is an entity, which holds half a million characters: without a
 * limit, that of a pool of thousands of nodes could not be written, and the pool not be evaluated.
 */
const LONGEST_LIST = 200_000;

/** A policy in the mode `observe` would have acted. */
export function actsObserved(context: EvaluationContext, { acts }: PlanSummary): AuditEntry {
  const count = acts.length === 1 ? '1 act' : `${acts.length} acts`;
  const named = asManyAsFit(acts.map(({ node, action, reason }) => ({ node, action, reason })));
  const rest = named.length === acts.length ? '' : `; the first ${named.length} are named here`;
  return {
    ...common(context),
    action: 'plan.observed',
    phase: 'event',
    reason:
      acts.length === 0 ? 'nothing would be done any more' : `${count} would be done; the policy only observes${rest}`,
    after: named,
  };
}

function asManyAsFit<Item>(items: readonly Item[]): readonly Item[] {
  let length = 0;
  return items.filter((item) => {
    length += asciiJson(item).length + 1;
    return length <= LONGEST_LIST;
  });
}
