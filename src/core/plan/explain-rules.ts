import type { NodeSnapshot } from '../pool/snapshot.ts';
import type { Decision } from './decision.ts';
import type { ExplainView, NodeChange } from './input/deciding-rule.ts';
import type { Plan } from './plan-pool.ts';
import type { PoolView } from './proposals.ts';
import { type ListedRule, RULES, type RuleName } from './rules.ts';

/** What a rule says of a pool, and whether it decided anything. */
export interface ExplainedRule {
  readonly rule: RuleName;
  /** One sentence for people. */
  readonly says: string;
  /** Did it decide a node, or how many must be ready or are kept? */
  readonly won: boolean;
  /** Why it won or lost. */
  readonly why: string;
  /** What would change its decision; `undefined` if it has decided nothing, or if nothing is known that would. */
  readonly wouldChange: string | undefined;
}

/** Every rule, in order, with what it says of a pool at an instant, and why it won or lost. */
export function explainRules(plan: Plan): readonly ExplainedRule[] {
  const { view } = plan;
  if (view === undefined) return leftAloneBy(plan);
  const ownOf = Map.groupBy(plan.decisions, ({ rule }) => rule);
  return RULES.map((rule) => {
    const seen = seenBy(rule, ownOf.get(rule.name) ?? [], view);
    const [first] = seen.own;
    const node = first && view.pool.nodes.find(({ id }) => id === first.nodeId);
    const change = seen.won ? changeOf(rule, seen)(node) : undefined;
    return { rule: rule.name, ...rule.explains(seen), won: seen.won, wouldChange: change };
  });
}

/** A decision, and the node as it was read. */
export interface ExplainedDecision extends Decision {
  readonly node: NodeSnapshot | undefined;
  /** What would change the decision; `undefined` if nothing is known that would. */
  readonly wouldChange: string | undefined;
}

/** Every decision of a plan, and what would change it; `listed` are the nodes as they were read. */
export function explainDecisions(plan: Plan, listed: readonly NodeSnapshot[]): readonly ExplainedDecision[] {
  const { view } = plan;
  const nodeOf = new Map((view?.pool.nodes ?? listed).map((node) => [node.id, node]));
  const ownOf = Map.groupBy(plan.decisions, ({ rule }) => rule);
  const changes = new Map(
    view &&
      RULES.flatMap((rule) => {
        const own = ownOf.get(rule.name);
        return own === undefined ? [] : [[rule.name, changeOf(rule, seenBy(rule, own, view))]];
      }),
  );
  return plan.decisions.map((decision) => {
    const node = nodeOf.get(decision.nodeId);
    const change = changes.get(decision.rule);
    return { ...decision, node, wouldChange: change === undefined ? whenTakenUp(plan) : change(node) };
  });
}

/** A rule is asked once for what is the same for all nodes. */
function changeOf(rule: ListedRule, seen: ExplainView): NodeChange {
  const change = rule.wouldChange?.(seen);
  return typeof change === 'function' ? change : () => change;
}

function whenTakenUp({ leftAloneBy: rule }: Plan): string {
  return rule === 'override'
    ? 'the override ends, or somebody withdraws it before'
    : 'the reason for which the pool is left alone no longer applies';
}

function leftAloneBy(plan: Plan): readonly ExplainedRule[] {
  const { leftAlone, leftAloneBy: rule } = plan;
  if (leftAlone === undefined || rule === undefined) return [];
  const why = 'no other rule applies to a pool that must be left alone';
  return [{ rule, says: leftAlone, won: true, why, wouldChange: whenTakenUp(plan) }];
}

function seenBy({ name }: ListedRule, own: readonly Decision[], view: PoolView): ExplainView {
  const { min, minRule, keep, keepRule } = view.target;
  const won = own.length > 0 || (min > 0 && minRule === name) || (keep > min && keepRule === name);
  return { ...view, own, won };
}
