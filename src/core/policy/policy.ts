import type { Temporal } from 'temporal-polyfill';
import type { Repair } from '../pool/act.ts';
import type { NodeState } from '../pool/node-state.ts';
import type { Amount } from '../schedule/amount.ts';
import type { ForecastTerms } from './forecast-policy.ts';

/** `enforce` acts; `observe` does everything but the act, and records what it would have done. */
export type Mode = 'observe' | 'enforce';

/** When idle nodes are deallocated although no schedule requires it. */
export interface IdlePolicy {
  /** How long a node must have been idle without interruption. */
  readonly timeout: Temporal.Duration;
  /** How many idle nodes stay on regardless of the timeout, within the schedule's maximum. */
  readonly keep: number;
}

/** Nodes for waiting work, within the capacity. */
export interface DemandPolicy {
  /** Are nodes started for pending task slots? Announced work is served in any case. */
  readonly startOnPending: boolean;
  /** How many nodes beyond those that the work needs, as a number or as a percentage of them. */
  readonly headroom: Amount;
}

/** How long before the need nodes are started. */
export interface LeadPolicy {
  /** Used until enough starts were observed; always if `learn` is `false`. */
  readonly initial: Temporal.Duration;
  readonly learn: boolean;
  /** The share of starts that must be ready within the lead time, from 0 to 1. */
  readonly quantile: number;
  /** The same for each node of known work. Without it, the lead time of these nodes follows from the allowed mean wait. */
  readonly knownQuantile?: number | undefined;
  readonly margin: Temporal.Duration;
}

/**
 * The most nodes that may be started, deallocated or removed in one evaluation, in any hour and in any day; `undefined` means
 * no limit.
 */
export interface BudgetPolicy {
  readonly start: Amount | undefined;
  readonly deallocate: Amount | undefined;
  readonly startPerHour: Amount | undefined;
  readonly deallocatePerHour: Amount | undefined;
  readonly startPerDay: Amount | undefined;
  readonly deallocatePerDay: Amount | undefined;
  readonly remove: Amount | undefined;
  readonly removePerHour: Amount | undefined;
  readonly removePerDay: Amount | undefined;
}

/** When deallocated nodes are removed from their pool: because they are too many, or deallocated for too long. */
export interface DeallocatedPolicy {
  /** How many may stay in the pool; `undefined` means any number. */
  readonly atMost: number | undefined;
  /** How long a node may stay deallocated; `undefined` means for ever. */
  readonly forAtMost: Temporal.Duration | undefined;
  /**
   * How many nodes the pool keeps; `undefined` means those that are known to be needed within a week, and those used in the
   * last week.
   */
  readonly poolAtLeast: number | undefined;
}

/** When starts are halted because tasks fail on new nodes. */
export interface HaltOnTaskFailures {
  /** At least this many tasks have failed, and more than have succeeded. */
  readonly tasks: number;
  /** How long after it is ready a node counts as new. */
  readonly within: Temporal.Duration;
  /** How long starts are halted. */
  readonly for: Temporal.Duration;
}

/** What happens to running tasks on a draining node after its deadline: they continue, or end by an option of Batch. */
export type AfterDeadline = 'leave' | 'requeue' | 'terminate';

/** Running nodes above a maximum take no new tasks, and are deallocated when theirs have ended. */
export interface DrainPolicy {
  readonly deadline: Temporal.Duration;
  readonly afterDeadline: AfterDeadline;
}

/** Nodes that are left alone. */
export interface ProtectPolicy {
  /** Ids, with `*` for any characters. */
  readonly nodes: readonly string[];
  /** Spot nodes. */
  readonly spot: boolean;
  /** Nodes are not deallocated before they have been on for this long. */
  readonly youngerThan: Temporal.Duration | undefined;
  readonly states: readonly NodeState[];
}

/** The first deallocations of a policy on a pool are few, until these nodes are deallocated. */
export interface CanaryPolicy {
  readonly share: Amount;
  /** The number of nodes that a person expects to be deallocated at first, and has confirmed. */
  readonly confirmed: number | undefined;
}

/** What is tried when starts fail: in order, each step once for a node. The pool of `sibling:<id>` makes the starts meanwhile. */
export type StartFailureStep = 'other-node' | Repair | `sibling:${string}` | 'tell';

/** What happens when starts fail. */
export interface StartFailurePolicy {
  /** The wait before the next start after a failure. It doubles with each further failure, up to half an hour for the pool. */
  readonly backOff: Temporal.Duration;
  readonly ladder: readonly StartFailureStep[];
}

/** Whether an act of somebody else is respected or reverted. */
export type ManualPolicy = 'respect' | 'revert';

/** The extensions that must be healthy on a started node before it counts as ready, and what happens to a node that fails. */
export interface GatePolicy {
  /** Names of extensions, with `*` for any characters. */
  readonly extensions: readonly string[];
  readonly timeout: Temporal.Duration;
  /** `retry`: deallocate and start once more; `quarantine`: disable scheduling. */
  readonly onFailure: 'report' | 'retry' | 'quarantine';
}

/** The cost of an hour of one node, on and deallocated. */
export interface Price {
  readonly nodeHour: number;
  /** Disks cost money although the machine is off. */
  readonly deallocatedNodeHour: number;
  /** Three letters, such as `EUR`. */
  readonly currency: string;
}

/** Nodes for expected work. */
export interface ForecastPolicy extends ForecastTerms {
  /** `observe` records what the forecast would do, `enforce` does it. */
  readonly mode: Mode;
}

/** The criteria by which the order of deallocation is decided; a later one decides between equal nodes. */
export type OrderCriterion = 'named' | 'most-failures' | 'oldest' | 'longest-idle';

/** The order of deallocation. Idle nodes always come before nodes that drain. */
export interface OrderPolicy {
  readonly by: readonly OrderCriterion[];
  /** For `named`: ids, with `*` for any characters; nodes that match an earlier pattern come first. */
  readonly nodes: readonly string[];
}

/** A pool of the same account that must be ready first. */
export interface Dependency {
  readonly pool: string;
  /** How many of its nodes must be ready. */
  readonly ready: Amount;
}

/** A policy for pools. */
export interface Policy {
  readonly id: string;
  /** Pool ids, with `*` for any characters, or `account/pool` for one account only. */
  readonly pools: readonly string[];
  readonly mode: Mode;
  readonly schedules: readonly string[];
  /** Pools that must be ready before those of the policy start, and that stay on until these are off. */
  readonly dependsOn: readonly Dependency[];
  readonly idle: IdlePolicy | undefined;
  readonly demand: DemandPolicy | undefined;
  readonly lead: LeadPolicy;
  readonly budget: BudgetPolicy;
  readonly drain: DrainPolicy | undefined;
  readonly protect: ProtectPolicy;
  readonly canary: CanaryPolicy;
  readonly deallocateOrder: OrderPolicy;
  readonly deallocated: DeallocatedPolicy | undefined;
  readonly manual: ManualPolicy;
  readonly startFailure: StartFailurePolicy;
  readonly haltOnTaskFailures: HaltOnTaskFailures | undefined;
  /** Pools with the same schedule act at different times: each up to this much before an opening and after a closing. */
  readonly jitter: Temporal.Duration;
  /** How long after a start no idle timeout deallocates. */
  readonly coolDown: Temporal.Duration;
  readonly price: Price | undefined;
  readonly gate: GatePolicy | undefined;
  readonly forecast: ForecastPolicy | undefined;
  /** What is said of a forecast that is off. */
  readonly unusedForecast?: readonly ('goal' | 'spares')[];
}
