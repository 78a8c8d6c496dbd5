import type { Announcement } from '../demand/announcement.ts';
import type { Override } from '../override/override.ts';
import { choosePolicy } from '../policy/choose-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { PoolFacts } from '../pool/snapshot.ts';
import type { LayoutSpan } from '../schedule/openings.ts';
import type { CalendarException, Schedule } from '../schedule/schedule.ts';
import { timelinesOf } from '../schedule/timeline.ts';
import { type CircuitReset, type Documents, directivesKey, headingsOf, NO_DIRECTIVES } from './documents.ts';
import type { CapacityRequests } from './input/capacity.ts';

/** What limits an act that a person asks for: the budgets and the protection of a policy, and what somebody has asked for before. */
export interface LimitsByHand {
  readonly policy: Policy | undefined;
  /** The policy as id and version. */
  readonly name: string | undefined;
  readonly override: Override | undefined;
}

/**
 * What holds for a pool: a policy with its schedules; or nothing, because no policy names the pool; or a doubt,
 * because a document that is needed is missing or cannot be read. In doubt a pool is left alone.
 */
export type EffectivePolicy =
  | {
      readonly kind: 'policy';
      readonly policy: Policy;
      /** The policy as id and version. */
      readonly name: string;
      readonly because: string;
      readonly schedules: readonly Schedule[];
      readonly override: Override | undefined;
      readonly announcements: readonly Announcement[];
      readonly circuitReset: CircuitReset | undefined;
      /** Everything that holds, as id and version, calendars too: when none of it changes, nothing holds differently. */
      readonly documents: readonly string[];
      /** What should be known of it, one sentence each: a calendar that could not be fetched lately. */
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'none' | 'doubt';
      readonly reason: string;
      readonly documents: readonly string[];
      /** What could be read, and limits people all the same. */
      readonly byHand?: LimitsByHand;
      /** Is there an override that cannot be read? */
      readonly isOverrideUnknown?: boolean;
    };

/** Does the policy that holds want nodes for work that waits, or a forecast of it? */
export function asksForWork(effective: EffectivePolicy): boolean {
  if (effective.kind !== 'policy') return false;
  return effective.policy.demand?.startOnPending === true || effective.policy.forecast !== undefined;
}

/** Finds out what holds for a pool; an emergency stop has every policy observe. */
export function effectivePolicyFor(facts: PoolFacts, documents: Documents): EffectivePolicy {
  const { stop } = documents;
  const effective = policyFor(facts, documents);
  if (stop === undefined || effective.kind !== 'policy') return effective;
  return {
    ...effective,
    policy: { ...effective.policy, mode: 'observe' },
    documents: [...effective.documents, `stop@${stop.at}`],
    notes: [`emergency stop by ${stop.actor}, every policy only observes: ${stop.reason}`, ...effective.notes],
  };
}

function policyFor(facts: PoolFacts, documents: Documents): EffectivePolicy {
  const choice = choosePolicy(facts, headingsOf(documents));
  const directives = documents.directives.get(directivesKey(facts)) ?? NO_DIRECTIVES;
  const { override, isOverrideUnknown } = directives;
  if (choice.kind !== 'policy') {
    const { kind, reason } = choice;
    const byHand = { policy: undefined, name: undefined, override };
    return { kind, reason, documents: [reason], byHand, isOverrideUnknown };
  }
  const policy = documents.policies.get(choice.policyId);
  if (policy === undefined || !('value' in policy))
    throw new Error(`The policy ${choice.policyId} was chosen and cannot be read.`);
  const name = `${policy.value.id}@${policy.version}`;
  const doubt = (reason: string): EffectivePolicy => {
    const byHand = { policy: policy.value, name, override };
    return { kind: 'doubt', reason, documents: [reason], byHand, isOverrideUnknown };
  };
  if (directives.fault !== undefined) return doubt(directives.fault);

  const schedules: Schedule[] = [];
  const versions = [name];
  for (const id of policy.value.schedules) {
    const schedule = documents.schedules.get(id);
    if (schedule === undefined) return doubt(`the schedule "${id}" of the policy "${policy.value.id}" does not exist`);
    if (!('value' in schedule)) return doubt(`the schedule "${id}" can't be read: ${schedule.fault}`);
    schedules.push(schedule.value);
    versions.push(`${id}@${schedule.version}`, ...calendarsIn(schedule.value).map(versionOf));
  }
  return {
    kind: 'policy',
    policy: policy.value,
    name,
    because: choice.because,
    schedules,
    override,
    announcements: directives.announcements,
    circuitReset: directives.circuitReset,
    documents: [...versions, ...directives.versions],
    notes: schedules.flatMap(calendarsIn).flatMap(({ note }) => note ?? []),
  };
}

/**
 * What requests capacity of a pool, with its schedules laid out in a span at the cost of a budget; nothing where no policy holds.
 * @throws LayoutRefused
 */
export function capacityRequestsOf(effective: EffectivePolicy, span: LayoutSpan): CapacityRequests {
  if (effective.kind !== 'policy') return { timelines: [], override: undefined, announcements: [] };
  const { schedules, override, announcements } = effective;
  return { timelines: timelinesOf(schedules, span), override, announcements };
}

function calendarsIn({ exceptions }: Schedule): readonly CalendarException[] {
  return exceptions.filter((exception) => exception.kind === 'calendar');
}

function versionOf({ name, version }: CalendarException): string {
  return `${name}@${version}`;
}
