import type { Temporal } from 'temporal-polyfill';
import type { Repair } from '../pool/act.ts';
import type { NodeState } from '../pool/node-state.ts';
import type { Amount } from '../schedule/amount.ts';
import type { ForecastTerms } from './forecast-policy.ts';

/** `enforce` acts; `observe` does everything else and writes down what it would have done. */
export type Mode = 'observe' | 'enforce';

/** When idle nodes are let go though no schedule says so. */
export interface IdlePolicy {
  /** How long a node must have been idle without a break. */
  readonly timeout: Temporal.Duration;
  /** How many idle nodes stay on whatever their time, as long as the schedule's maximum allows. */
  readonly keep: number;
}

/** Nodes for work that waits, within the capacity. */
export interface DemandPolicy {
  /** Are nodes started for pending task slots? What is announced is met either way. */
  readonly startOnPending: boolean;
  /** So many nodes more than the work needs, or such a share more. */
  readonly headroom: Amount;
}

/** How long before nodes are needed their start is made. */
export interface LeadPolicy {
  /** Until enough starts of the pool have been seen, and for good without `learn`. */
  readonly initial: Temporal.Duration;
  readonly learn: boolean;
  /** The share of starts that must have been over in the lead time, from 0 to 1. */
  readonly quantile: number;
  /** The same for each node of known work; where nothing is set, these are started as their mean wait requires. */
  readonly knownQuantile?: number | undefined;
  readonly margin: Temporal.Duration;
}

/** The most nodes that may be started, deallocated or removed, at one evaluation, in any hour and in any day; `undefined` is no limit. */
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

/** Deallocated nodes that are too many, or have been so for too long, are given back: removed from their pool. */
export interface DeallocatedPolicy {
  /** So many may stay in the pool; `undefined` is any number. */
  readonly atMost: number | undefined;
  /** For so long a node may stay deallocated; `undefined` is for ever. */
  readonly forAtMost: Temporal.Duration | undefined;
  /** So many nodes stay in the pool; `undefined` is what is known to be needed within a week, and what the last week has used. */
  readonly poolAtLeast: number | undefined;
}

/** When starts are held back because tasks fail on nodes that were just started. */
export interface HaltOnTaskFailures {
  /** So many tasks must have failed, and more than have succeeded. */
  readonly tasks: number;
  /** For so long after it is ready a node counts as just started. */
  readonly within: Temporal.Duration;
  /** For so long starts are held back then. */
  readonly for: Temporal.Duration;
}

/** What becomes of tasks that still run on a draining node when its time is over: they go on, or end as Batch says. */
export type AfterDeadline = 'leave' | 'requeue' | 'terminate';

/** Running nodes above a maximum take no new tasks and go when theirs have ended. */
export interface DrainPolicy {
  readonly deadline: Temporal.Duration;
  readonly afterDeadline: AfterDeadline;
}

/** Nodes that are left alone. */
export interface ProtectPolicy {
  /** Ids, with `*` for any run of characters. */
  readonly nodes: readonly string[];
  /** Spot nodes. */
  readonly spot: boolean;
  /** Not deallocated before they have been on for so long. */
  readonly youngerThan: Temporal.Duration | undefined;
  readonly states: readonly NodeState[];
}

/** The first deallocations of a policy on a pool are few, until those nodes have shown that they go. */
export interface CanaryPolicy {
  readonly share: Amount;
  /** The number of nodes that somebody knows, and wants, to be stopped at first. */
  readonly confirmed: number | undefined;
}

/** What is tried when starts fail; in order, each once for a node. The pool `sibling:<id>` gets the starts meanwhile. */
export type StartFailureStep = 'other-node' | Repair | `sibling:${string}` | 'tell';

/** What happens when starts fail. */
export interface StartFailurePolicy {
  /** How long the next start waits after a failure; doubled after each further one, up to half an hour for the pool. */
  readonly backOff: Temporal.Duration;
  readonly ladder: readonly StartFailureStep[];
}

/** What becomes of a start or stop that somebody else has made. */
export type ManualPolicy = 'respect' | 'revert';

/** What must be well on a node that was started before it counts as ready, and what becomes of one on which it is not. */
export interface GatePolicy {
  /** Names of extensions, with `*` for any run of characters. */
  readonly extensions: readonly string[];
  readonly timeout: Temporal.Duration;
  /** `retry`: deallocated and started once more; `quarantine`: its scheduling is disabled. */
  readonly onFailure: 'report' | 'retry' | 'quarantine';
}

/** What an hour of one node costs, on and off. */
export interface Price {
  readonly nodeHour: number;
  /** Disks are paid for though the machine is off. */
  readonly deallocatedNodeHour: number;
  /** Three letters, such as `EUR`. */
  readonly currency: string;
}

/** Nodes for work that is likely to come. */
export interface ForecastPolicy extends ForecastTerms {
  /** `observe` writes down what the forecast would do, `enforce` does it. */
  readonly mode: Mode;
}

/** By what nodes are compared that could be deallocated; those that it finds equal the next one orders. */
export type OrderCriterion = 'named' | 'most-failures' | 'oldest' | 'longest-idle';

/** Which nodes are deallocated first. Idle ones always go before those that drain. */
export interface OrderPolicy {
  readonly by: readonly OrderCriterion[];
  /** Of `named`: ids, with `*` for any run of characters; the earlier pattern goes first. */
  readonly nodes: readonly string[];
}

/** A pool of the same account that must be ready first. */
export interface Dependency {
  readonly pool: string;
  /** So many of its nodes must be ready. */
  readonly ready: Amount;
}

/** What a pool gets. */
export interface Policy {
  readonly id: string;
  /** Pool ids, with `*` for any run of characters, or `account/pool` to mean one account only. */
  readonly pools: readonly string[];
  readonly mode: Mode;
  readonly schedules: readonly string[];
  /** Pools that go on before, and off after, those of the policy. */
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
  /** Pools under one schedule do not all act in the same minute: each goes before an opening, and after a closing, by up to so much. */
  readonly jitter: Temporal.Duration;
  /** During this time after a start no idle timeout deallocates. */
  readonly coolDown: Temporal.Duration;
  readonly price: Price | undefined;
  readonly gate: GatePolicy | undefined;
  readonly forecast: ForecastPolicy | undefined;
}
