import type { Announcement } from '../demand/announcement.ts';
import type { Override } from '../override/override.ts';
import { choosePolicy } from '../policy/choose-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { PoolFacts } from '../pool/snapshot.ts';
import { remember, rememberOf } from '../remember.ts';
import type { LayoutSpan } from '../schedule/openings.ts';
import type { CalendarException, Schedule } from '../schedule/schedule.ts';
import { timelinesOf } from '../schedule/timeline.ts';
import { type CircuitReset, type Documents, directivesOf, headingsOf } from './documents.ts';
import type { CapacityRequests } from './input/capacity.ts';

/** What limits a request of a person: the budgets and the protection of a policy, and an earlier override. */
export interface LimitsByHand {
  readonly policy: Policy | undefined;
  /** The policy as id and version. */
  readonly name: string | undefined;
  readonly override: Override | undefined;
}

/**
 * What applies to a pool: a policy with its schedules; nothing, because no policy matches the pool; or a doubt, because a
 * required document is missing or cannot be parsed. In doubt the pool is left alone.
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
      /** All documents that apply, as id and version, calendars included: while none of them changes, the same applies. */
      readonly documents: readonly string[];
      /** Remarks, one sentence each, for example on a calendar that could not be fetched recently. */
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'none' | 'doubt';
      readonly reason: string;
      readonly documents: readonly string[];
      /** The limits that could be read, which apply to requests of people in any case. */
      readonly byHand?: LimitsByHand;
      /** Is there an override that cannot be parsed? */
      readonly isOverrideUnknown?: boolean;
    };

/** Does the policy request nodes for waiting work, or for a forecast of it? */
export function asksForWork(effective: EffectivePolicy): boolean {
  if (effective.kind !== 'policy') return false;
  return effective.policy.demand?.startOnPending === true || effective.policy.forecast !== undefined;
}

/** Determines what applies to a pool; an emergency stop makes every policy observe. */
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
  const directives = directivesOf(documents, facts);
  const { override, unreadable } = directives;
  const isOverrideUnknown = unreadable.some(({ kind }) => kind === 'override');
  if (choice.kind !== 'policy') {
    const { kind, reason } = choice;
    const byHand = { policy: undefined, name: undefined, override };
    return { kind, reason, documents: [reason], byHand, isOverrideUnknown };
  }
  const { policy, name, scheduled } = chosenOf(documents)(choice.policyId);
  const doubt = (reason: string): EffectivePolicy => {
    const byHand = { policy, name, override };
    return { kind: 'doubt', reason, documents: [reason], byHand, isOverrideUnknown };
  };
  const [first] = unreadable;
  if (first !== undefined) return doubt(`the ${first.kind} ${first.id} of the pool can't be read: ${first.fault}`);
  if ('fault' in scheduled) return doubt(scheduled.fault);
  const { schedules, versions, notes } = scheduled;
  return {
    kind: 'policy',
    policy,
    name,
    because: choice.because,
    schedules,
    override,
    announcements: directives.announcements,
    circuitReset: directives.circuitReset,
    documents: directives.versions.length === 0 ? versions : [...versions, ...directives.versions],
    notes,
  };
}

/** What a policy says of all its pools. */
interface ChosenPolicy {
  readonly policy: Policy;
  readonly name: string;
  readonly scheduled: ScheduledPolicy;
}

type ScheduledPolicy =
  | { readonly fault: string }
  | {
      readonly schedules: readonly Schedule[];
      /** Of the policy and its schedules. */
      readonly versions: readonly string[];
      readonly notes: readonly string[];
    };

/** Found out once for all pools of a policy. */
const chosenOf = rememberOf((documents: Documents) =>
  remember((policyId: string): ChosenPolicy => {
    const policy = documents.policies.get(policyId);
    if (policy === undefined || !('value' in policy))
      throw new Error(`The policy ${policyId} was chosen and cannot be read.`);
    const { value, version } = policy;
    const name = `${value.id}@${version}`;
    return { policy: value, name, scheduled: scheduledBy(value, { name, documents }) };
  }, Number.POSITIVE_INFINITY),
);

function scheduledBy(
  policy: Policy,
  { name, documents }: { readonly name: string; readonly documents: Documents },
): ScheduledPolicy {
  const schedules: Schedule[] = [];
  const versions = [name];
  for (const id of policy.schedules) {
    const schedule = documents.schedules.get(id);
    if (schedule === undefined) return { fault: `the schedule "${id}" of the policy "${policy.id}" does not exist` };
    if (!('value' in schedule)) return { fault: `the schedule "${id}" can't be read: ${schedule.fault}` };
    schedules.push(schedule.value);
    versions.push(`${id}@${schedule.version}`, ...calendarsIn(schedule.value).map(versionOf));
  }
  return { schedules, versions, notes: schedules.flatMap(calendarsIn).flatMap(({ note }) => note ?? []) };
}

/**
 * The capacity requests of a pool, with the timelines of its schedules over a span, within a step budget; empty if no policy
 * applies.
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
