import type { Policy, StartFailureStep } from '../../core/policy/policy.ts';
import { siblingNamed } from '../../core/policy/start-failure-ladder.ts';
import type { PolicyFinding } from './policy-finding.ts';

const RULE = 'ladder-step-without-effect';

/** Steps of a policy's ladder for failed starts that have no effect at their position. */
export function ladderFindings({
  id,
  startFailure: { ladder },
}: Pick<Policy, 'id' | 'startFailure'>): readonly PolicyFinding[] {
  return ladder.flatMap((step, index): readonly PolicyFinding[] => {
    const message = whyWithoutEffect(step, ladder.slice(0, index));
    const path = `$.startFailure.ladder[${index}]`;
    return message === undefined ? [] : [{ policyId: id, severity: 'warning', path, rule: RULE, message }];
  });
}

function whyWithoutEffect(step: StartFailureStep, before: readonly StartFailureStep[]): string | undefined {
  if (before.includes(step)) return `"${step}" has no effect here: each step is taken once`;
  if (before.includes('tell')) return `"${step}" has no effect here: "tell" ends the ladder`;
  if (siblingNamed(step) !== undefined && before.some((one) => siblingNamed(one) !== undefined))
    return `"${step}" has no effect here: a pool has one sibling`;
  if (step === 'other-node' && before.length > 0)
    return '"other-node" has no effect here: other nodes are always started first, before any repair';
  return undefined;
}
