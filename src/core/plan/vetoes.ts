import type { PowerAct } from '../pool/act.ts';
import type { NodeSnapshot, PoolFacts } from '../pool/snapshot.ts';
import type { LeaveAloneInput, RequestVetoInput } from './input/deciding-rule.ts';
import type { PlanInput } from './input/plan-input.ts';
import { RULES, type RuleName } from './rules.ts';

/** A rule that stands against an act on a node, and its reason. */
export interface Veto {
  readonly rule: RuleName;
  readonly reason: string;
}

const VETOING = RULES.filter(({ vetoes }) => vetoes !== undefined);
const VETOING_REQUESTS = RULES.filter(({ vetoesRequest }) => vetoesRequest !== undefined);

/** The first veto on the pool as a whole, whatever its policy says; `undefined` if there is none. */
export function vetoOnPool(facts: PoolFacts, input: LeaveAloneInput): Veto | undefined {
  for (const { name, leavesPoolAlone } of RULES) {
    const reason = leavesPoolAlone?.(facts, input);
    if (reason !== undefined) return { rule: name, reason };
  }
  return undefined;
}

/** The act that could be asked of a node: a start of one that is deallocated, a deallocation of any other. */
function powerActOn({ state }: NodeSnapshot): PowerAct {
  return state === 'deallocated' ? 'start' : 'deallocate';
}

/** The first veto on the act that could be asked of a node, whatever the pool needs; `undefined` if there is none. */
export function vetoOn(node: NodeSnapshot, input: PlanInput, except?: RuleName): Veto | undefined {
  const act = powerActOn(node);
  for (const rule of VETOING) {
    const reason = rule.name === except ? undefined : rule.vetoes?.(act, node, input);
    if (reason !== undefined) return { rule: rule.name, reason };
  }
  return undefined;
}

/**
 * The first veto against an act that a person asks for: what the policy explicitly protects, and what an override has
 * pinned.
 */
export function vetoOnRequest(act: PowerAct, node: NodeSnapshot, input: RequestVetoInput): Veto | undefined {
  for (const rule of VETOING_REQUESTS) {
    const reason = rule.vetoesRequest?.(act, node, input);
    if (reason !== undefined) return { rule: rule.name, reason };
  }
  return undefined;
}
