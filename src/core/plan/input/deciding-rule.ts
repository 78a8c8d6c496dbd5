import type { Temporal } from 'temporal-polyfill';
import type { PoolMemory } from '../../memory/memory.ts';
import type { Completion } from '../../memory/pending-operation.ts';
import type { HaltOnTaskFailures } from '../../policy/policy.ts';
import type { Act, CountedAct, PowerAct, Repair, TasksOnDeallocate } from '../../pool/act.ts';
import type { NodesById } from '../../pool/nodes-by-id.ts';
import type { NodeSnapshot, PoolFacts } from '../../pool/snapshot.ts';
import type { ResolvedCapacity } from '../../schedule/capacity-at.ts';
import type { Sentence } from '../../text/sentence.ts';
import type { CapacityInput, CapacityRequests, NodeNeed } from './capacity.ts';
import type { PlanInput, PlanView } from './plan-input.ts';

/**
 * A deciding rule: one file in `rules/`, and a line in the ordered list `rules.ts`. The plan, its explanation, the next
 * evaluation, the memory and the names in the API are derived from that list, so a rule is defined in its own file alone. Every
 * member but the name, `decides` and `explains` is optional. Rules are pure.
 */
export interface DecidingRule {
  /** The name in decisions, audit records and the API. */
  readonly name: string;
  /** One sentence for people: what the rule decides. */
  readonly decides: string;

  /** Why the whole pool is left alone; `undefined` if it is not. */
  leavesPoolAlone?(pool: PoolFacts, input: LeaveAloneInput): string | undefined;

  // Each of the following is called once for a plan, so that a rule computes only once what is the same for all nodes. It
  // returns the function to call for each node, or `undefined` if the rule says nothing of any node.

  /** What a node in a ready state counts as, if not as ready. */
  countsAs?(input: Pick<PlanInput, 'memory'>): NodeCount | undefined;

  /** Why a node must not be started or deallocated, whatever other rules propose. The rule's own proposals are exempt. */
  vetoes?(input: PlanInput): NodeVeto | undefined;
  /** Why it must not be started or deallocated if a person names it in a request. */
  vetoesRequest?(input: RequestVetoInput): NodeVeto | undefined;

  /** The capacity that the rule requests. */
  readonly capacity?: CapacityRule;

  /** The acts that the rule proposes, in the order in which limits grant them. They must not include nodes that are `taken`. */
  proposes?(view: PlanView, taken: Taken): readonly Proposal[];

  /** Why a node stays as it is that no rule vetoes and for which none proposes an act; the first rule with an answer is named. */
  keeps?(view: PlanView): NodeKeep | undefined;

  /** The most acts of one kind that this evaluation may make; the narrowest limit of all rules applies. */
  limits?(act: CountedAct, input: LimitInput): Limit | undefined;

  /**
   * Instants at which time alone changes what the rule says. Past instants are harmless; a missing one means that the pool is
   * evaluated too late.
   */
  wakesAt?(view: PlanView): readonly (Temporal.Instant | undefined)[];

  /** How the rule updates its part of the pool's memory. */
  readonly remembers?: RuleMemory;

  /** What the rule says of the pool, and why it decided something, or nothing. */
  explains(view: ExplainView): Explanation;
  /** What would change the rule's decision: one text for all nodes, or one for each. Called only if the rule won. */
  wouldChange?(view: ExplainView): string | NodeChange | undefined;
}

/** What would change the decision on a node; without one, that on the pool if the rule decided no node. */
export type NodeChange = (node: NodeSnapshot | undefined) => string | undefined;

/** What a node in a ready state counts as; `undefined` if as ready. */
export type NodeCount = (node: NodeSnapshot) => 'starting' | 'nothing' | undefined;

/** Why an act on a node is vetoed; `undefined` if it is not. */
export type NodeVeto = (act: PowerAct, node: NodeSnapshot) => Sentence | undefined;

/** Why a node stays as it is; `undefined` if the rule does not know. */
export type NodeKeep = (node: NodeSnapshot) => Sentence | undefined;

/** The capacity that a rule requests of a pool, now and at instants to come. */
export interface CapacityRule {
  /** The capacity that the rule sets at an instant. Only the first rule of the list that sets one applies. */
  sets?(requests: CapacityRequests, instant: Temporal.Instant, poolSize: number): ResolvedCapacity | undefined;
  /** Nodes that the rule needs at an instant. Starts for a later instant are made one lead time before it. */
  needsAt?(input: CapacityInput, instant: Temporal.Instant, poolSize: number): NodeNeed | undefined;
  /** Nodes that the rule needs now, within the largest maximum that is set now or soon. */
  needsNow?(input: PlanInput, poolSize: number): NodeNeed | undefined;
  /** The known instants at which what the rule sets or needs changes, in any order. */
  changesAt?(requests: CapacityRequests): readonly Temporal.Instant[];
}

/** How a rule updates its part of the memory. It returns only the members that it owns. */
export interface RuleMemory {
  /** Called after the nodes were read, before anything is decided. */
  afterLook?(memory: PoolMemory, look: NodesLook): Partial<PoolMemory>;
  /** Called after acts were made. */
  afterActs?(memory: PoolMemory, acts: MadeActs): Partial<PoolMemory>;
}

/** The nodes of a pool as they were read, and the input of the memory. */
export interface NodesLook {
  readonly nodes: readonly NodeSnapshot[];
  readonly nodeOf: NodesById;
  readonly now: Temporal.Instant;
  /** Until when a start or deallocation by somebody else is respected. */
  readonly respectUntil: Temporal.Instant;
  /** Does the policy have a gate that started nodes must pass? */
  readonly gated: boolean;
  /** The results of earlier acts, as they show now. */
  readonly completions: readonly Completion[];
  /** When failed tasks on new nodes halt starts; `undefined` means never. */
  readonly haltOnTaskFailures: HaltOnTaskFailures | undefined;
  /** The backoff after a failed start. */
  readonly startBackOff: Temporal.Duration;
  /** When somebody last reset the circuit. */
  readonly resetAt: Temporal.Instant | undefined;
}

/** Acts that were made, or may have been: an act counts as made if it is not known whether its request arrived. */
export interface MadeActs {
  readonly at: Temporal.Instant;
  /** When the last of them may have taken effect; the budgets of an hour and a day count from then on. */
  readonly arrivedBy: Temporal.Instant;
  /** When they were decided; `undefined` if that is not known. */
  readonly decidedAt: Temporal.Instant | undefined;
  /** `undefined` if no policy requested them. */
  readonly policyId: string | undefined;
  readonly started: readonly string[];
  readonly stopped: readonly string[];
  /** The nodes of which it is not known whether Batch has received the request; without those that drain for certain anyway. */
  readonly doubtful: readonly string[];
  /** How many acts of each kind count in budgets: also those on nodes that have left the pool, maybe after the act. */
  readonly spent: Readonly<Record<CountedAct, number>>;
  /** Nodes that were requested to deallocate, whatever Batch answered. */
  readonly askedToGo: readonly string[];
  /** Repairs, including those that Batch refused: they are not tried again. */
  readonly repaired: readonly { readonly nodeId: string; readonly repair: Repair; readonly refused: boolean }[];
}

/** An act that a rule proposes. */
export interface Proposal {
  readonly nodeId: string;
  readonly action: Act;
  readonly reason: Sentence;
  /** For a deallocation; the default is `taskcompletion`. */
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** What earlier rules have proposed. */
export interface Taken {
  has(nodeId: string): boolean;
  readonly starts: number;
  /** Acts of any kind. */
  readonly acts: number;
  /** Deallocations of nodes that the fleet counts as ready. */
  readonly releases: number;
  /** Deallocations of nodes that the fleet counts as allocated: of all but those that drain already. */
  readonly stops: number;
}

/** The input that can leave a whole pool alone, besides the pool itself. */
export type LeaveAloneInput = Pick<PlanInput, 'override' | 'now'>;

/** The input that can veto a request of a person. Without a policy nothing is protected. */
export interface RequestVetoInput extends Pick<PlanInput, 'override' | 'now'> {
  readonly policy: PlanInput['policy'] | undefined;
}

/** The input of limits. */
export interface LimitInput extends Pick<PlanInput, 'policy' | 'memory' | 'shared' | 'sequence' | 'now'> {
  /** Nodes that are ready. */
  readonly ready: number;
  readonly poolSize: number;
  /** How many nodes would be deallocated, and removed, without limits. */
  readonly wanted: Readonly<Record<'deallocate' | 'remove', number>>;
}

/** The most acts of one kind that an evaluation may make, and why. */
export interface Limit {
  readonly acts: number;
  /** For people: `the budget is 5 an evaluation`. */
  readonly because: string;
  /** When more acts may be possible, if nothing else changes; `undefined` means never. */
  readonly resumesAt: Temporal.Instant | undefined;
  /** Is it reported when it holds acts back? A budget for one evaluation only spreads acts. */
  readonly halts?: boolean;
}

/** A plan, as seen by the rule that explains itself. */
export interface ExplainView extends PlanView {
  /** The decisions that the rule has made, ordered by node id. */
  readonly own: readonly OwnDecision[];
  /** Did the rule decide a node, or how many nodes must be ready or are kept? */
  readonly won: boolean;
}

/** What a rule has decided for a node. */
export interface OwnDecision {
  readonly nodeId: string;
  readonly action: Act | 'none';
  readonly reason: string;
}

/** The explanation of a rule for a pool. */
export interface Explanation {
  /** One sentence for people. */
  readonly says: string;
  /** Why it won or lost. */
  readonly why: string;
}
