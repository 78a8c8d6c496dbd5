import { Temporal } from 'temporal-polyfill';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import type { Stage } from '../perform/stage.ts';
import { auditOf } from './audit-laws.ts';
import type { FailedStart } from './failed-starts.ts';

/** A start that has failed is told where nobody else has acted on the pool: a receiver that answers has heard of it. */
export async function untoldBreaches(
  records: readonly AuditRecord[],
  { meddled, receivers, system }: Stage,
  failed: readonly FailedStart[],
): Promise<readonly string[]> {
  const heard = new Set(receivers.well.events.map(({ id }) => id));
  const untold = untoldStarts(
    records,
    heard,
    failed.filter(({ pool }) => !meddled.has(pool)),
  );
  if (untold.length === 0) return [];
  const isGivenUp = await givenUp(system.storage);
  return untold
    .filter(({ told }) => told.length === 0 || !isGivenUp(told))
    .map(({ pool, node, at, told }) => {
      const what = told.length === 0 ? 'nobody was told' : `no receiver has heard of ${told}`;
      return `law 10: the start of ${node} of ${pool} failed at ${at}, and ${what}`;
    });
}

/** Starts that have failed and that no receiver has heard of, each with the records that tell of it. */
export function untoldStarts(
  records: readonly AuditRecord[],
  heard: ReadonlySet<string>,
  failed: readonly FailedStart[],
): readonly (FailedStart & { readonly told: readonly string[] })[] {
  const telling = records.filter(({ action }) => action === 'node.start-failed');
  return failed
    .map((start) => ({ ...start, told: telling.filter((record) => isOf(record, start)).map(recordId) }))
    .filter(({ told }) => !told.some((id) => heard.has(id)));
}

function isOf({ subject, at }: AuditRecord, start: FailedStart): boolean {
  return subject.node === start.node && Temporal.Instant.compare(at, start.at) >= 0;
}

/** What the app itself says that it could not tell: messages that arrive as garbage each time are given up, and then nobody can read of what they were. */
async function givenUp(storage: string): Promise<(ids: readonly string[]) => boolean> {
  const records: AuditRecord[] = [];
  for (const action of ['delivery.given-up', 'events.unpublished', 'message.unreadable'])
    records.push(...(await auditOf(storage, { action })));
  const said = JSON.stringify(records.map(({ after }) => after));
  const isUnreadable = records.some(({ action }) => action === 'message.unreadable');
  return (ids) => isUnreadable || ids.some((id) => said.includes(`"${id}"`));
}
