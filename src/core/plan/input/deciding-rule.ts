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
 * A rule that takes part in the decision of a pool: one file in `rules/`, and a line in the ordered list `rules.ts`. The plan,
 * its explanation, the next look, what is remembered and the names in the API are made from that list, so that a rule says
 * everything about itself in its own file. Every member but the name and the explanation is optional. Rules are pure.
 */
export interface DecidingRule {
  /** As decisions, audit records and the API name the rule. */
  readonly name: string;
  /** One sentence for people: what the rule decides. */
  readonly decides: string;

  /** Why the pool is left alone as a whole; `undefined` if it is not. */
  leavesPoolAlone?(pool: PoolFacts, input: LeaveAloneInput): string | undefined;

  // What a rule says of single nodes it is asked for once in a plan, so that what holds for all of them is found out once. It
  // answers with what says it of each; with `undefined` where it has nothing to say of any, and is asked of none.

  /** What a node in a ready state counts as, where it must not count as ready. */
  countsAs?(input: PlanInput): NodeCount | undefined;

  /** Why a node must not be started, or deallocated, whatever other rules propose; the proposals of the rule itself pass. */
  vetoes?(input: PlanInput): NodeVeto | undefined;
  /** Why it must not be where a person asks for it by name. */
  vetoesRequest?(input: RequestVetoInput): NodeVeto | undefined;

  /** The capacity that the rule requests. */
  readonly capacity?: CapacityRule;

  /** Acts that the rule asks for, in the order in which limits let them go. Nodes that are `taken` must not be among them. */
  proposes?(view: PlanView, taken: Taken): readonly Proposal[];

  /** Why a node that no rule vetoes, and none proposes an act for, stays as it is; the first rule that knows is named. */
  keeps?(view: PlanView): NodeKeep | undefined;

  /** The most acts of one kind that this evaluation may make; the narrowest limit of all rules counts. */
  limits?(act: CountedAct, input: LimitInput): Limit | undefined;

  /** Instants at which time alone changes what the rule says. Those that are over do no harm; one too few costs a node. */
  wakesAt?(view: PlanView): readonly (Temporal.Instant | undefined)[];

  /** How the rule keeps its part of what is remembered of a pool. */
  readonly remembers?: RuleMemory;

  /** What the rule says of the pool, and why it decided something, or nothing. */
  explains(view: ExplainView): Explanation;
  /** What would change what the rule has decided, asked only where it won: for a node, or for the pool where it decided none. */
  wouldChange?(view: ExplainView, node: NodeSnapshot | undefined): string | undefined;
}

/** What a node in a ready state counts as; `undefined` if as ready. */
export type NodeCount = (node: NodeSnapshot) => 'starting' | 'nothing' | undefined;

/** Why an act must not be made on a node; `undefined` if nothing stands against it. */
export type NodeVeto = (act: PowerAct, node: NodeSnapshot) => Sentence | undefined;

/** Why a node stays as it is; `undefined` if the rule does not know. */
export type NodeKeep = (node: NodeSnapshot) => Sentence | undefined;

/** The capacity that a rule requests of a pool, now and at instants to come. */
export interface CapacityRule {
  /** The capacity that the rule sets at an instant. The first rule of the list that sets one counts, and no later one. */
  sets?(requests: CapacityRequests, instant: Temporal.Instant, poolSize: number): ResolvedCapacity | undefined;
  /** Nodes that the rule needs at an instant. Starts for an instant to come are made one lead time before it. */
  needsAt?(input: CapacityInput, instant: Temporal.Instant, poolSize: number): NodeNeed | undefined;
  /** Nodes that the rule needs now, within the largest maximum that is set now or soon. */
  needsNow?(input: PlanInput, poolSize: number): NodeNeed | undefined;
  /** The instants at which what the rule sets or needs changes, as far as they are known; in any order. */
  changesAt?(requests: CapacityRequests): readonly Temporal.Instant[];
}

/** How a rule keeps its part of what is remembered. It gives the members that it owns and no others. */
export interface RuleMemory {
  /** After the nodes were looked at, before anything is decided. */
  afterLook?(memory: PoolMemory, look: NodesLook): Partial<PoolMemory>;
  /** After acts were made. */
  afterActs?(memory: PoolMemory, acts: MadeActs): Partial<PoolMemory>;
}

/** A look at the nodes of a pool. */
export interface NodesLook {
  readonly nodes: readonly NodeSnapshot[];
  readonly nodeOf: NodesById;
  readonly now: Temporal.Instant;
  /** Until when a start or stop by somebody else is to be respected. */
  readonly respectUntil: Temporal.Instant;
  /** Has the policy a gate that started nodes must pass? */
  readonly gated: boolean;
  /** What came of earlier acts, seen now. */
  readonly completions: readonly Completion[];
  /** When tasks that fail on new nodes hold starts back; `undefined` is never. */
  readonly haltOnTaskFailures: HaltOnTaskFailures | undefined;
  /** How long a start waits after one that failed. */
  readonly startBackOff: Temporal.Duration;
  /** When somebody has last reset the circuit. */
  readonly resetAt: Temporal.Instant | undefined;
}

/** Acts that were made, or may have been: where it is not known whether a request arrived, it counts as made. */
export interface MadeActs {
  readonly at: Temporal.Instant;
  /** When the last of them may have taken effect; budgets count from then on. */
  readonly arrivedBy: Temporal.Instant;
  /** `undefined` where no policy has asked for them. */
  readonly policyId: string | undefined;
  readonly started: readonly string[];
  readonly stopped: readonly string[];
  readonly removed: readonly string[];
  /** Nodes whose tasks were not left to finish. */
  readonly pressed: readonly string[];
  /** Those that the service refused are tried too, and not again. */
  readonly repaired: readonly { readonly nodeId: string; readonly repair: Repair; readonly refused: boolean }[];
}

/** An act that a rule asks for. */
export interface Proposal {
  readonly nodeId: string;
  readonly action: Act;
  readonly reason: Sentence;
  /** Of a deallocation; `taskcompletion` where nothing is said. */
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** What earlier rules have proposed already. */
export interface Taken {
  has(nodeId: string): boolean;
  readonly starts: number;
  /** Acts of any kind. */
  readonly acts: number;
  /** Deallocations of nodes that the fleet counts as ready. */
  readonly releases: number;
}

/** What can have a pool left alone as a whole, beside the pool itself. */
export type LeaveAloneInput = Pick<PlanInput, 'override' | 'now'>;

/** What can stand against a request of a person. Without a policy nothing is protected. */
export interface RequestVetoInput extends Pick<PlanInput, 'override' | 'now'> {
  readonly policy: PlanInput['policy'] | undefined;
}

/** What limits are made from. */
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
  /** As people read it: `the budget is 5 an evaluation`. */
  readonly because: string;
  /** From when on more may be possible, if nothing else changes; `undefined` is never. */
  readonly resumesAt: Temporal.Instant | undefined;
  /** Is it told when it holds acts back? A budget for one evaluation only spreads them. */
  readonly halts?: boolean;
}

/** A plan, as the rule sees it that explains itself. */
export interface ExplainView extends PlanView {
  /** The decisions that the rule has made, ordered by node id. */
  readonly own: readonly OwnDecision[];
  /** Did the rule decide a node, or how many must be ready or are kept? */
  readonly won: boolean;
}

/** What a rule has decided for a node. */
export interface OwnDecision {
  readonly nodeId: string;
  readonly action: Act | 'none';
  readonly reason: string;
}

/** What a rule says of a pool. */
export interface Explanation {
  /** One sentence for people. */
  readonly says: string;
  /** Why it won or lost. */
  readonly why: string;
}
