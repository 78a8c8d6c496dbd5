import type { Temporal } from 'temporal-polyfill';
import type { Amount } from '../schedule/amount.ts';

/** `enforce` acts; `observe` does everything else and writes down what it would have done. */
export type Mode = 'observe' | 'enforce';

/** When idle nodes are let go though no schedule says so. */
export interface IdlePolicy {
  /** How long a node must have been idle without a break. */
  readonly timeout: Temporal.Duration;
  /** How many idle nodes stay on whatever their time, as long as the schedule's maximum allows. */
  readonly keep: number;
}

/** How long before nodes are needed their start is made. */
export interface LeadPolicy {
  readonly initial: Temporal.Duration;
  readonly margin: Temporal.Duration;
}

/** The most nodes that one evaluation may start or deallocate; `undefined` is no limit. */
export interface BudgetPolicy {
  readonly start: Amount | undefined;
  readonly deallocate: Amount | undefined;
}

/** What a pool gets. */
export interface Policy {
  readonly id: string;
  /** Pool ids, with `*` for any run of characters, or `account/pool` to mean one account only. */
  readonly pools: readonly string[];
  readonly mode: Mode;
  readonly schedules: readonly string[];
  readonly idle: IdlePolicy | undefined;
  readonly lead: LeadPolicy;
  readonly budget: BudgetPolicy;
}
