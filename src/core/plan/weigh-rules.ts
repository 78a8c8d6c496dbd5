import { describeOverride, holdsAt } from '../override/override.ts';
import { describeDuration } from '../time/describe-duration.ts';
import type { Rule } from './decision.ts';
import { type Fleet, fleetOf } from './fleet.ts';
import type { PlanInput } from './plan-input.ts';
import type { Plan } from './plan-pool.ts';
import { requestedCapacityAt } from './requested-capacity.ts';
import { isIdleTooLong } from './select-deallocations.ts';
import type { Target } from './target.ts';
import { whyNoIdleTimeout } from './wishes.ts';

/** What a rule says of a pool, and whether it decided anything. */
export interface WeighedRule {
  readonly rule: Rule;
  /** One sentence for people. */
  readonly says: string;
  readonly won: boolean;
  /** Why it won or lost. */
  readonly why: string;
}

/** Every rule in the order in which they are asked, with what it says of a pool at an instant and why it won or lost. */
export function weighRules(input: PlanInput, plan: Plan): readonly WeighedRule[] {
  const { target } = plan;
  if (target === undefined) return [];
  const fleet = fleetOf(input.pool.nodes, input);
  return [
    ...protections(plan),
    overrideRule(input, target),
    scheduleRule(input, { target, fleet }),
    demandRule(input, target),
    idleRule(input, { target, fleet, plan }),
    ...limits(plan),
  ];
}

function protections({ decisions }: Plan): readonly WeighedRule[] {
  return (['protection', 'manual'] as const).flatMap((rule) => {
    const left = decisions.filter((decision) => decision.rule === rule);
    const [first] = left;
    if (first === undefined) return [];
    return [
      { rule, says: `${left.length} nodes are left alone: ${first.reason}`, won: true, why: 'it is asked first' },
    ];
  });
}

function overrideRule({ override, now }: PlanInput, { minRule, maxRule }: Target): WeighedRule {
  const base = { rule: 'override' as const, won: minRule === 'override' || maxRule === 'override' };
  if (override === undefined) return { ...base, says: 'there is none', why: 'nobody has said anything' };
  const says = describeOverride(override);
  if (!holdsAt(override, now)) return { ...base, says, why: `it begins at ${override.from}` };
  if (override.capacity === undefined) return { ...base, says, why: 'it says something of single nodes only' };
  return { ...base, says, why: base.won ? 'it stands above the schedules' : 'more is needed for what follows it' };
}

function scheduleRule(
  input: PlanInput,
  { target, fleet }: { readonly target: Target; readonly fleet: Fleet },
): WeighedRule {
  const { min, max, because } = requestedCapacityAt({ ...input, override: undefined }, input.now, fleet.size);
  const says = `from ${min} ready to ${max ?? 'any number'} allocated now (${because.join(' and ') || 'no schedule'})`;
  if (target.minRule === 'override') return { rule: 'schedule', says, won: false, why: 'an override stands above it' };
  if (target.minRule === 'demand') {
    const why = `work needs more; the maximum is ${target.max ?? 'none'}`;
    return { rule: 'schedule', says, won: target.maxRule === 'schedule' && target.max !== undefined, why };
  }
  return { rule: 'schedule', says, won: true, why: target.minBecause };
}

function demandRule({ policy, work, announcements }: PlanInput, { min, minRule, minBecause }: Target): WeighedRule {
  const announced = announcements.map(({ slots, by, actor }) => `${slots} slots by ${by} (${actor})`);
  const waiting = work === undefined ? [] : [`${work.start} nodes to start, ${work.keep} to keep: ${work.because}`];
  const won = minRule === 'demand';
  const nothing =
    policy.demand === undefined ? 'the policy does not ask for it' : 'nothing waits and nothing is announced';
  const says = [...waiting, ...announced].join('; ') || nothing;
  return { rule: 'demand', says, won, why: won ? minBecause : `no more than the ${min} that must be ready anyway` };
}

function idleRule(
  input: PlanInput,
  { target, fleet, plan }: { readonly target: Target; readonly fleet: Fleet; readonly plan: Plan },
): WeighedRule {
  const { idle } = input.policy;
  if (idle === undefined)
    return { rule: 'idle', says: 'there is no idle timeout', won: false, why: 'the policy has none' };
  const outlasted = fleet.idle.filter((node) => isIdleTooLong(node, idle, input.now)).length;
  const says = `${outlasted} of ${fleet.idle.length} idle nodes have been so for ${describeDuration(idle.timeout)}, ${idle.keep} are kept`;
  const won = plan.decisions.some(({ action, rule }) => action !== 'none' && rule === 'idle');
  const held = whyNoIdleTimeout(input) ?? `${target.keep} must stay ready, ${fleet.ready} are`;
  return {
    rule: 'idle',
    says,
    won,
    why: won ? 'nothing above needs these nodes' : outlasted === 0 ? 'none has been idle for so long' : held,
  };
}

function limits({ decisions }: Plan): readonly WeighedRule[] {
  return (['budget', 'canary'] as const).flatMap((rule) => {
    const held = decisions.filter((decision) => decision.rule === rule);
    const [first] = held;
    return first === undefined ? [] : [{ rule, says: `${held.length} acts wait`, won: true, why: first.reason }];
  });
}
