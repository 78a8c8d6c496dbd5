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
 * Every rule that decides, in the order in which they are asked. Where two vetoes stand against an act, or two rules propose
 * one, the earlier rule is named; of several capacities that are set, the earlier counts; limits cut the last proposals first.
 */
const LISTED = [
  // What is under way cannot be decided anew.
  poolRule,
  drainRule,
  // Who may be touched at all.
  protectionRule,
  // What a person or a system has said of now stands above what was written down before.
  overrideRule,
  // A start that failed is tried again more slowly, and never taken for somebody's wish.
  startFailureRule,
  // Nodes on which tasks fail are not worth more of them.
  taskFailureRule,
  // A node that was started has to prove itself, and to take what it has missed, before anything lets it go.
  gateRule,
  maintenanceRule,
  // What somebody has done by hand is not undone at once.
  manualRule,
  // What remains is left alone where nothing can be done with it.
  stateRule,
  // What was written down, what is known to come, what is likely to come, and what nothing needs any more.
  scheduleRule,
  demandRule,
  forecastRule,
  siblingRule,
  idleRule,
  // What has been off for longer than its owner wants to keep it.
  removalRule,
  // What has to wait for other pools, and how much happens at once.
  sequenceRule,
  budgetRule,
  limitRule,
  canaryRule,
] as const satisfies readonly DecidingRule[];

/** The name of a rule that decides. */
export type RuleName = (typeof LISTED)[number]['name'];

/** A rule of the list. */
export interface ListedRule extends DecidingRule {
  readonly name: RuleName;
}

/** Every rule that decides, in order. */
export const RULES: readonly ListedRule[] = LISTED;

/** The names of the rules, in the order in which they are asked. */
export const RULE_NAMES: readonly RuleName[] = RULES.map(({ name }) => name);
