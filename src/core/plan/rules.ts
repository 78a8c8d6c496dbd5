import type { DecidingRule } from './input/deciding-rule.ts';
import { budgetRule } from './rules/budget.ts';
import { canaryRule } from './rules/canary.ts';
import { demandRule } from './rules/demand.ts';
import { drainRule } from './rules/drain.ts';
import { forecastRule } from './rules/forecast.ts';
import { gateRule } from './rules/gate.ts';
import { idleRule } from './rules/idle.ts';
import { limitRule } from './rules/limit.ts';
import { maintenanceRule } from './rules/maintenance.ts';
import { manualRule } from './rules/manual.ts';
import { overrideRule } from './rules/override.ts';
import { poolRule } from './rules/pool.ts';
import { protectionRule } from './rules/protection.ts';
import { removalRule } from './rules/removal.ts';
import { scheduleRule } from './rules/schedule.ts';
import { sequenceRule } from './rules/sequence.ts';
import { siblingRule } from './rules/sibling.ts';
import { startFailureRule } from './rules/start-failure.ts';
import { stateRule } from './rules/state.ts';
import { taskFailureRule } from './rules/task-failure.ts';

/**
 * Every deciding rule, in order of precedence. If two rules veto an act, or propose it, the earlier one is named. Of several
 * capacities that are set, the earlier one applies. Limits cut the last proposals first.
 */
const LISTED = [
  // Changes that are in progress come first: nothing can be decided about them.
  poolRule,
  drainRule,
  // Which nodes may be acted on at all.
  protectionRule,
  // What a person or system says about the present takes precedence over stored policies and schedules.
  overrideRule,
  // A failed start is tried again after a backoff, and is never taken for an act of somebody else.
  startFailureRule,
  // If tasks fail on new nodes, more nodes would not help.
  taskFailureRule,
  // A started node must pass its gate, and install its updates, before any rule deallocates it.
  gateRule,
  maintenanceRule,
  // An act of a person is not reversed at once.
  manualRule,
  // Nodes in any other state are left as they are.
  stateRule,
  // Schedules, then known work, then expected work, then idle nodes that nothing needs.
  scheduleRule,
  demandRule,
  forecastRule,
  siblingRule,
  idleRule,
  // Nodes that have been deallocated for longer than the policy keeps them.
  removalRule,
  // Dependencies on other pools, and limits on the number of acts.
  sequenceRule,
  budgetRule,
  limitRule,
  canaryRule,
] as const satisfies readonly DecidingRule[];

/** The name of a deciding rule. */
export type RuleName = (typeof LISTED)[number]['name'];

/** A rule of the list. */
export interface ListedRule extends DecidingRule {
  readonly name: RuleName;
}

/** Every deciding rule, in order of precedence. */
export const RULES: readonly ListedRule[] = LISTED;

/** The names of the rules, in order of precedence. */
export const RULE_NAMES: readonly RuleName[] = RULES.map(({ name }) => name);
