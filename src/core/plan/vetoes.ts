import type { PowerAct } from '../pool/act.ts';
import { isInTrouble } from '../pool/node-state.ts';
import type { NodeSnapshot, PoolFacts } from '../pool/snapshot.ts';
import type { Sentence } from '../text/sentence.ts';
import type { LeaveAloneInput, NodeVeto, RequestVetoInput } from './input/deciding-rule.ts';
import type { PlanInput } from './input/plan-input.ts';
import { RULES, type RuleName } from './rules.ts';

/** A veto on an act on a node: the rule and its reason. */
export interface Veto {
  readonly rule: RuleName;
  readonly reason: Sentence;
}

/** A veto on the whole pool: the rule and its reason. */
export interface PoolVeto {
  readonly rule: RuleName;
  readonly reason: string;
}

/** The first veto on the whole pool, whatever its policy says; `undefined` if there is none. */
export function vetoOnPool(facts: PoolFacts, input: LeaveAloneInput): PoolVeto | undefined {
  for (const { name, leavesPoolAlone } of RULES) {
    const reason = leavesPoolAlone?.(facts, input);
    if (reason !== undefined) return { rule: name, reason };
  }
  return undefined;
}

/** The act that is possible on a node: start if it is deallocated, or if a repair can complete its start; deallocate otherwise. */
function powerActOn({ state }: NodeSnapshot): PowerAct {
  return state === 'deallocated' || isInTrouble(state) ? 'start' : 'deallocate';
}

/** Finds the first veto on the possible act of a node, whatever the pool needs; `undefined` if there is none. */
export function vetoesIn(input: PlanInput): (node: NodeSnapshot, except?: RuleName) => Veto | undefined {
  const firstVeto = firstOf(RULES.map(({ name, vetoes }) => ({ name, vetoOn: vetoes?.(input) })));
  return (node, except) => firstVeto(powerActOn(node), node, except);
}

/**
 * Finds the first veto on an act that a person requests: by the explicit protection of the policy, or by a pin of an override.
 */
export function vetoesOnRequest(input: RequestVetoInput): (act: PowerAct, node: NodeSnapshot) => Veto | undefined {
  return firstOf(RULES.map(({ name, vetoesRequest }) => ({ name, vetoOn: vetoesRequest?.(input) })));
}

interface AskedRule {
  readonly name: RuleName;
  readonly vetoOn: NodeVeto | undefined;
}

function firstOf(asked: readonly AskedRule[]) {
  const standing = asked.filter(({ vetoOn }) => vetoOn !== undefined);
  return (act: PowerAct, node: NodeSnapshot, except?: RuleName): Veto | undefined => {
    for (const { name, vetoOn } of standing) {
      const reason = name === except ? undefined : vetoOn?.(act, node);
      if (reason !== undefined) return { rule: name, reason };
    }
    return undefined;
  };
}
