import { checkApplicationHealth } from './check-application-health.ts';
import { checkExisting } from './check-existing.ts';
import { checkExtensions } from './check-extensions.ts';
import { checkIdentity } from './check-identity.ts';
import { checkKeyVault } from './check-key-vault.ts';
import { checkMachines } from './check-machines.ts';
import { checkMembers } from './check-members.ts';
import { checkNetwork } from './check-network.ts';
import { checkOsUpgrade } from './check-os-upgrade.ts';
import { checkResource, NOT_AN_OBJECT } from './check-resource.ts';
import { checkScale } from './check-scale.ts';
import { checkSettings } from './check-settings.ts';
import { checkUpgradePolicy } from './check-upgrade-policy.ts';
import type { PoolCheck, PoolCheckContext } from './context.ts';
import { isObject } from './located-value.ts';
import { readPoolBody } from './pool-body.ts';
import { found, type PoolCheckFinding, type Severity } from './pool-check-rule.ts';

const CHECKS: readonly PoolCheck[] = [
  checkResource,
  checkMachines,
  checkExtensions,
  checkExisting,
  checkIdentity,
  checkKeyVault,
  checkApplicationHealth,
  checkUpgradePolicy,
  checkOsUpgrade,
  checkScale,
  checkNetwork,
  checkSettings,
  checkMembers,
];

const ORDER: readonly Severity[] = ['error', 'warning', 'advice'];

/**
 * The most findings of one rule that are reported: a finding is a hundred times as long as the two characters of an empty item
 * that can cause it.
 */
const MOST_OF_A_RULE = 100;

/**
 * The findings about the body of a pool before it is created through Azure Resource Manager. The body is that of the documents,
 * or has the wrapper of their examples. Errors come first. Of each rule the first hundred findings are reported, and the last of
 * them has the number of the others. The body is never changed.
 */
export function checkPool(body: unknown, context: PoolCheckContext): readonly PoolCheckFinding[] {
  if (!isObject(body)) return [found(NOT_AN_OBJECT, { path: '$' })];
  const pool = readPoolBody(body);
  return firstOfEachRule(CHECKS.flatMap((check) => check(pool, context)).toSorted(bySeverity));
}

function firstOfEachRule(findings: readonly PoolCheckFinding[]): readonly PoolCheckFinding[] {
  const counts = new Map<string, number>();
  const shown = findings.filter(({ rule }) => {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return (counts.get(rule) ?? 0) <= MOST_OF_A_RULE;
  });
  const lastOf = new Map(shown.map((finding) => [finding.rule, finding]));
  return shown.map((finding) => {
    const rest = (counts.get(finding.rule) ?? 0) - MOST_OF_A_RULE;
    const isLast = rest > 0 && lastOf.get(finding.rule) === finding;
    return isLast
      ? { ...finding, message: `${finding.message}; the body has ${rest} more of these after it` }
      : finding;
  });
}

function bySeverity(a: PoolCheckFinding, b: PoolCheckFinding): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
}
