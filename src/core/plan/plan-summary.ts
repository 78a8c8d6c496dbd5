import { whyStartsFail } from '../health/trouble.ts';
import type { Mode } from '../policy/policy.ts';
import type { Act, Outcome, TasksOnDeallocate } from '../pool/act.ts';
import type { SiblingRequest } from './input/sibling.ts';
import type { Halt, LeftNodes, Plan } from './plan-pool.ts';
import type { RuleName } from './rules.ts';
import { siblingRequestOf } from './sibling-request.ts';

/** One act of a plan, and its outcome; no outcome if the act was only observed. */
export interface PlannedAct {
  readonly node: string;
  readonly action: Act;
  readonly rule: RuleName;
  readonly reason: string;
  /** For a deallocation, if running tasks are not allowed to finish. */
  readonly tasks?: TasksOnDeallocate;
  readonly outcome?: Outcome;
}

/** A limit that held acts back, as stored and shown. */
export interface HaltSummary {
  readonly action: Act;
  readonly rule: RuleName;
  readonly nodes: number;
  readonly because: string;
  readonly resumesAt: string | undefined;
}

/** A plan as stored and shown: every act, and the number of nodes that each rule left as they are. */
export interface PlanSummary {
  readonly at: string;
  readonly correlation: string;
  readonly policy: string | undefined;
  readonly mode: Mode | undefined;
  readonly target:
    | { readonly min: number; readonly max: number | undefined; readonly because: readonly string[] }
    | undefined;
  /** Why the whole pool was left alone, if it was. */
  readonly leftAlone: string | undefined;
  readonly acts: readonly PlannedAct[];
  /** Limits that held acts back, if any did. */
  readonly halts?: readonly HaltSummary[];
  /** Why starts of the whole pool fail or are suspended, if they are. */
  readonly broken?: string;
  /** What it requests from its sibling while its starts fail. */
  readonly sibling?: SiblingRequest;
  readonly left: readonly LeftNodes[];
}

/** The summary of a plan. */
export function summarizePlan(
  plan: Plan,
  { correlation, policy, mode }: Pick<PlanSummary, 'correlation' | 'policy' | 'mode'>,
): PlanSummary {
  const sibling = plan.view && siblingRequestOf(plan.view);
  const broken = plan.view && whyStartsFail(plan.view.memory);
  return {
    at: plan.at.toString(),
    correlation,
    policy,
    mode,
    target: plan.target && { min: plan.target.min, max: plan.target.max, because: plan.target.because },
    leftAlone: plan.leftAlone,
    acts: plan.acts.map(({ nodeId, action, rule, reason, tasks }) => ({
      node: nodeId,
      action,
      rule,
      reason,
      ...(tasks !== undefined && { tasks }),
    })),
    ...(plan.halts.length > 0 && { halts: plan.halts.map(toHaltSummary) }),
    ...(broken !== undefined && { broken }),
    ...(sibling !== undefined && { sibling }),
    left: plan.left,
  };
}

function toHaltSummary({ resumesAt, ...halt }: Halt): HaltSummary {
  return { ...halt, resumesAt: resumesAt?.toString() };
}

/** Do two plans have the same acts, whatever the wording of their reasons? */
export function asksTheSame(a: PlanSummary | undefined, b: PlanSummary): boolean {
  const acts = (plan: PlanSummary) =>
    plan.acts
      .map(({ node, action }) => `${action} ${node}`)
      .toSorted()
      .join();
  return a !== undefined && acts(a) === acts(b);
}
