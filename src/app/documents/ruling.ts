import { choosePolicy } from '../../core/policy/choose-policy.ts';
import type { Policy } from '../../core/policy/policy.ts';
import type { PoolFacts } from '../../core/pool/snapshot.ts';
import type { Schedule } from '../../core/schedule/schedule.ts';
import { type Documents, headingsOf } from './documents.ts';

/**
 * What holds for a pool: a policy with its schedules; or nothing, because the pool is none of our business; or a doubt,
 * because a document that is needed is missing or cannot be read. In doubt a pool is left alone.
 */
export type Ruling =
  | {
      readonly kind: 'policy';
      readonly policy: Policy;
      /** The policy as id and version. */
      readonly name: string;
      readonly because: string;
      readonly schedules: readonly Schedule[];
      /** Everything that holds, as id and version: when none of it changes, nothing holds differently. */
      readonly documents: readonly string[];
    }
  | { readonly kind: 'none' | 'doubt'; readonly reason: string; readonly documents: readonly string[] };

/** Finds out what holds for a pool. */
export function rulingFor(facts: PoolFacts, documents: Documents): Ruling {
  const choice = choosePolicy(facts, headingsOf(documents));
  if (choice.kind !== 'policy') return { kind: choice.kind, reason: choice.reason, documents: [choice.reason] };
  const policy = documents.policies.get(choice.policyId);
  if (policy === undefined || !('value' in policy))
    throw new Error(`The policy ${choice.policyId} was chosen and cannot be read.`);
  const name = `${policy.value.id}@${policy.version}`;

  const schedules: Schedule[] = [];
  const versions = [name];
  for (const id of policy.value.schedules) {
    const schedule = documents.schedules.get(id);
    if (schedule === undefined) return doubt(`the schedule "${id}" of the policy "${policy.value.id}" does not exist`);
    if (!('value' in schedule)) return doubt(`the schedule "${id}" can't be read: ${schedule.fault}`);
    schedules.push(schedule.value);
    versions.push(`${id}@${schedule.version}`);
  }
  return { kind: 'policy', policy: policy.value, name, because: choice.because, schedules, documents: versions };
}

function doubt(reason: string): Ruling {
  return { kind: 'doubt', reason, documents: [reason] };
}
