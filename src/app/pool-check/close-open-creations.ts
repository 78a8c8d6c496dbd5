import { Temporal } from 'temporal-polyfill';
import { poolCreationAnswered } from '../../core/audit/pool-creation-events.ts';
import { recordId } from '../../core/audit/record.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';

/** After this time no request is in progress: the Functions host ends one after 230 seconds. */
const LONGEST_REQUEST = Temporal.Duration.from({ minutes: 5 });

const LOOKED_AT = 20;

/**
 * Records the outcome of pool creations that were interrupted: each intent without an outcome gets one by whether the pool
 * exists now.
 */
export async function closeOpenCreations(
  { audit, clock }: HasAuditReader & HasAuditWriter & HasClock,
  pool: PoolName,
  { actor, isThere }: { readonly actor: string; readonly isThere: boolean },
): Promise<void> {
  const { account, poolId } = pool;
  const { records } = await audit.page({ account, pool: poolId, action: 'pool.create', limit: LOOKED_AT });
  const answered = new Set(records.map(({ intent }) => intent));
  const at = await clock.now();
  const latest = at.subtract(LONGEST_REQUEST);
  const open = records.filter(
    (record) =>
      record.phase === 'intent' && !answered.has(recordId(record)) && Temporal.Instant.compare(record.at, latest) < 0,
  );
  if (open.length === 0) return;
  const shown = isThere ? 'the pool is there' : 'there is no such pool';
  await audit.append(
    open.toReversed().map((intent) =>
      poolCreationAnswered(
        { at, actor, pool, correlation: intent.correlation },
        {
          outcome: isThere ? 'accepted' : 'unknown',
          reason: `the request did not come to its end: ${shown}`,
          intent: recordId(intent),
        },
      ),
    ),
  );
}
