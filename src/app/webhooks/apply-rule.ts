import { matchesPool } from '../../core/policy/pool-pattern.ts';
import type { Rule, RuleAct } from '../../core/rules/rule.ts';
import { fillTemplates } from '../../core/rules/template.ts';
import { type Parsed, parseWith } from '../../documents/fields/parsed.ts';
import { FILLED_ACTS, type Filled } from '../../documents/rules/rule-acts.ts';
import { AppError, type ErrorCode } from '../../ports/errors.ts';
import type { RuleOutcome } from './inbound-event.ts';
import type { RuleActPorts } from './perform-act.ts';
import { type ActContext, type ActResult, PERFORM } from './perform-act.ts';

/** A rule, and the event to which it applies. */
export interface RuleToApply {
  readonly rule: Rule;
  /** JSON from another system. */
  readonly body: unknown;
  readonly context: ActContext;
}

/** Failures that may be temporary: the sender is asked to retry. An unexpected error may be one. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'BatchUnavailable',
  'DocumentChanged',
  'Misconfigured',
  'StorageUnavailable',
]);

/** The reason that is given for an error of which only the log has the details. */
export const UNFORESEEN = 'an unexpected error occurred; the log of the app has its details';

/** A reason is for people, and a stranger can have written much of it. */
const LONGEST_REASON = 500;

/**
 * Carries out a rule with the values of the event. These values are validated like those of an API request. It never throws: a
 * failure is an outcome.
 */
export async function applyRule(ports: RuleActPorts, { rule, body, context }: RuleToApply): Promise<RuleOutcome> {
  const { outcome, reason, cause } = await attempt(ports, { rule, body, context });
  const { id, act } = rule;
  return {
    rule: id,
    act,
    outcome,
    reason: reason.slice(0, LONGEST_REASON),
    correlation: context.correlation,
    ...(cause !== undefined && { cause }),
  };
}

async function attempt(ports: RuleActPorts, { rule, body, context }: RuleToApply): Promise<ActResult> {
  const filled = fillTemplates(rule.parameters, body);
  if (!filled.ok) return refused(`the event has no ${filled.missing.join(', ')}`);
  try {
    return await perform(ports, { rule, context, value: filled.value });
  } catch (error) {
    if (!(error instanceof AppError)) return { outcome: 'failed', reason: UNFORESEEN, cause: error };
    const faults = error.faults.map(({ path, message }) => ` ${path}: ${message};`).join('');
    const reason = `${error.message}${faults}`;
    return PASSING.has(error.code) ? { outcome: 'failed', reason, cause: error } : refused(reason);
  }
}

function perform(
  ports: RuleActPorts,
  { rule, context, value }: { readonly rule: Rule; readonly context: ActContext; readonly value: unknown },
): Promise<ActResult> {
  return performAs(rule.act);

  async function performAs<Act extends RuleAct>(act: Act): Promise<ActResult> {
    const parsed = parseWith(FILLED_ACTS[act], value) as Parsed<Filled<Act>>;
    if (!parsed.ok) return refused(parsed.faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
    const { account, pool } = parsed.value;
    if (rule.pools?.some((pattern) => matchesPool(pattern, { account, poolId: pool })) === false)
      return refused(`the rule may not touch the pool '${pool}' of '${account}'`);
    return PERFORM[act](ports, parsed.value, context);
  }
}

function refused(reason: string): ActResult {
  return { outcome: 'refused', reason };
}
