import { type AuditRecord, recordId } from '../../core/audit/record.ts';
import type { HasAuditChains } from '../../ports/audit-chains.ts';
import { AppError } from '../../ports/errors.ts';

/** How many pages of its chain are searched for a record. An older change has been replaced by later ones. */
const MOST_PAGES = 40;

/** The record with an id. @throws AppError InvalidRequest if there is none, or if it is too old */
export async function findRecord({ auditChains }: HasAuditChains, id: string): Promise<AuditRecord> {
  const chain = id.slice(0, id.lastIndexOf('/'));
  let pages = 0;
  for await (const { records } of auditChains.rows(chain, 'records')) {
    const found = records.find(({ record }) => recordId(record) === id);
    if (found !== undefined) return found.record;
    pages += 1;
    if (pages >= MOST_PAGES) break;
  }
  const faults = [{ path: '$.record', message: 'there is no such record, or it is in the archive or too far back' }];
  throw new AppError('InvalidRequest', `The record '${id}' was not found: nothing was done.`, { faults });
}
