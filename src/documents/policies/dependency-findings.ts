import { type DependingPolicy, dependencyCircle } from '../../core/policy/dependencies.ts';
import type { PolicyFinding } from './policy-finding.ts';

/** Circular dependencies that a policy closes: the pools would wait for each other for ever. */
export function circleFindings(
  policy: DependingPolicy,
  policies: readonly DependingPolicy[],
): readonly PolicyFinding[] {
  return policy.dependsOn.flatMap(({ pool }, index): readonly PolicyFinding[] => {
    const circle = dependencyCircle(policy, pool, policies);
    if (circle === undefined) return [];
    const way = circle.length === 1 ? '' : `: ${circle.join(' depends on ')}`;
    const message = `the pools of this policy would depend on themselves${way}`;
    return [
      {
        policyId: policy.id,
        severity: 'error',
        path: `$.dependsOn[${index}].pool`,
        rule: 'dependency-circle',
        message,
      },
    ];
  });
}
