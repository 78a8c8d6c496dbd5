import { matchesPool } from '../../core/policy/pool-pattern.ts';
import { isTimeOfDay } from '../../core/rules/moment.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { templatePath } from '../../core/rules/template.ts';
import { type DocumentFinding, withoutEffect } from '../fields/document-finding.ts';

/** Members of a rule that have no effect, and those for which the rule never does anything. */
export function findingsOfRule(rule: Rule): readonly DocumentFinding[] {
  return [...emptyRanges(rule), ...unusedZone(rule), ...foreignPool(rule)];
}

function emptyRanges({ match }: Rule): readonly DocumentFinding[] {
  return match.flatMap(({ field, condition }): readonly DocumentFinding[] => {
    if (condition.kind !== 'range') return [];
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = condition;
    const message = `no number is from ${from} to ${to}: no event meets this`;
    return from <= to ? [] : [{ severity: 'warning', path: pathOf(field), rule: 'condition-never-met', message }];
  });
}

/** A field has full stops in its name, so it is quoted. */
function pathOf(field: string): string {
  return `$.match[${JSON.stringify(field)}]`;
}

/** A value of an event may be a time of day. */
function unusedZone({ act, parameters }: Rule): readonly DocumentFinding[] {
  const moments = [parameters['by'], parameters['until']];
  const mayNeedZone = moments.some((text) => templatePath(text) !== undefined || isTimeOfDay(String(text)));
  return withoutEffect(parameters['timeZone'] !== undefined && !mayNeedZone, {
    path: `$.act.${act}.timeZone`,
    why: 'without a time of day',
  });
}

function foreignPool({ act, parameters, pools }: Rule): readonly DocumentFinding[] {
  const pool = poolOfRule({ parameters });
  if (pool === undefined || pools === undefined) return [];
  if (pools.some((pattern) => matchesPool(pattern, pool))) return [];
  const message = `\`pools\` does not name it: the rule may not act on the pool "${pool.poolId}" of "${pool.account}"`;
  return [{ severity: 'warning', path: `$.act.${act}.pool`, rule: 'pool-not-named', message }];
}

/** The pool of the act; `undefined` if it comes from the event. */
export function poolOfRule({
  parameters: { account, pool },
}: Pick<Rule, 'parameters'>): { readonly account: string; readonly poolId: string } | undefined {
  if (typeof account !== 'string' || typeof pool !== 'string') return undefined;
  return [account, pool].some((one) => templatePath(one) !== undefined) ? undefined : { account, poolId: pool };
}
