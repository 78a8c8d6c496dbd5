import type { CountedAct } from '../pool/act.ts';
import type { Limit, LimitInput } from './input/deciding-rule.ts';
import { RULES, type RuleName } from './rules.ts';

/** A limit and the rule that sets it. */
export interface RuledLimit extends Limit {
  readonly rule: RuleName;
}

const LIMITING = RULES.filter(({ limits }) => limits !== undefined);

/** The narrowest limit on the acts of one kind; `undefined` if there is none. */
export function limitOn(action: CountedAct, input: LimitInput): RuledLimit | undefined {
  return LIMITING.flatMap(({ name, limits }): readonly RuledLimit[] => {
    const limit = limits?.(action, input);
    return limit === undefined ? [] : [{ ...limit, rule: name }];
  }).toSorted((a, b) => a.acts - b.acts)[0];
}
