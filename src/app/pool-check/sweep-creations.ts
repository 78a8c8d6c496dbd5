import { Temporal } from 'temporal-polyfill';
import { poolCreationAnswered } from '../../core/audit/pool-creation-events.ts';
import { type AuditRecord, recordId } from '../../core/audit/record.ts';
import type { Outcome } from '../../core/pool/act.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasOpenCreations, OpenCreation } from '../../ports/open-creations.ts';
import type { HasPoolResources } from '../../ports/pool-resources.ts';
import { recordsOf } from '../audit/records-of.ts';
import { isConfigured } from '../evaluation/is-configured.ts';

/** After this time a creation is not in progress: the Functions host ends a request after five minutes. */
const LONGEST_CREATION = Temporal.Duration.from({ minutes: 10 });

/** The ports that sweepCreations uses. */
export type SweepCreationsPorts = HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasClock &
  HasOpenCreations &
  HasPoolResources &
  HasWallClock;

/** What became of creations that were interrupted. */
export interface SweptCreations {
  /** How many intents got an outcome. */
  readonly closed: number;
  /** The creations that could not be closed, one sentence each. The next sweep tries them again. */
  readonly problems: readonly string[];
}

/**
 * Closes the creations of pools that were interrupted: an intent without an outcome gets one by whether the pool exists now on
 * the management plane.
 */
export async function sweepCreations(ports: SweepCreationsPorts): Promise<SweptCreations> {
  const now = await ports.wallClock.now();
  let closed = 0;
  const { creations, problems: unreadable } = await ports.openCreations.list();
  const problems = [...unreadable];
  for (const creation of creations) {
    if (isBefore(now, creation.begunAt.add(LONGEST_CREATION))) continue;
    try {
      closed += await close(ports, creation);
      await ports.openCreations.delete(creation);
    } catch (error) {
      // A pool that cannot be read must not keep the others open.
      const { pool, correlation } = creation;
      const what = `The creation ${correlation} of the pool ${pool.account}/${pool.poolId}`;
      problems.push(`${what} was interrupted, and could not be closed: ${describeError(error)}`);
    }
  }
  return { closed, problems };
}

async function close(ports: SweepCreationsPorts, { pool, correlation }: OpenCreation): Promise<number> {
  const open = openIntents(await recordsOf(ports, pool, correlation));
  if (open.length === 0) return 0;
  const { outcome, shown } = await look(ports, pool);
  const context = { at: await ports.clock.now(), actor: 'timer:sweep-requests', pool, correlation };
  const reason = `the request did not come to its end: ${shown}`;
  await ports.audit.append(
    open.map((intent) => poolCreationAnswered(context, { outcome, reason, intent: recordId(intent) })),
  );
  return open.length;
}

function openIntents(records: readonly AuditRecord[]): readonly AuditRecord[] {
  const answered = new Set(records.map(({ intent }) => intent));
  return records.filter((record) => record.phase === 'intent' && !answered.has(recordId(record)));
}

async function look(
  ports: HasBatchReader & HasPoolResources,
  pool: OpenCreation['pool'],
): Promise<{ readonly outcome: Outcome; readonly shown: string }> {
  // Nothing can be found out of an account that is no longer managed, and the intent must not stay open for that.
  if (!isConfigured(ports, pool.account))
    return { outcome: 'unknown', shown: 'its account is no longer configured, so the pool could not be read' };
  const found = await ports.batch.findPoolResource(pool);
  return found === undefined
    ? { outcome: 'unknown', shown: 'there is no such pool' }
    : { outcome: 'accepted', shown: 'the pool is there' };
}
