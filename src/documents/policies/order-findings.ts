import type { Policy } from '../../core/policy/policy.ts';
import type { PolicyFinding } from './policy-finding.ts';

/** Parts of a policy's deallocation order that have no effect. */
export function orderFindings({
  id,
  deallocateOrder: { by, nodes },
}: Pick<Policy, 'id' | 'deallocateOrder'>): readonly PolicyFinding[] {
  const warn = (path: string, message: string): PolicyFinding => ({
    policyId: id,
    severity: 'warning',
    path: `$.deallocateOrder.${path}`,
    rule: 'order-without-effect',
    message,
  });
  const named = by.indexOf('named');
  return [
    ...by.flatMap((criterion, index) =>
      by.indexOf(criterion) < index
        ? [warn(`by[${index}]`, `"${criterion}" has no effect here: it is above already`)]
        : [],
    ),
    ...(named >= 0 && nodes.length === 0 ? [warn(`by[${named}]`, '"named" has no effect: `nodes` names no node')] : []),
    ...(named < 0 && nodes.length > 0 ? [warn('nodes', '`nodes` has no effect without "named" in `by`')] : []),
  ];
}
