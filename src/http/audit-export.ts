import * as z from 'zod';
import { csvHeader, toCsv } from '../app/audit/audit-csv.ts';
import type { AuditFilter } from '../app/audit/audit-ports.ts';
import { toAuditView } from '../app/audit/audit-view.ts';
import { exportHistory } from '../app/audit/export-history.ts';
import type { Ports } from '../app/ports.ts';
import type { AuditRecord } from '../core/audit/record.ts';
import { AUDIT_QUERY } from './audit-query.ts';
import type { Handler } from './operation.ts';
import { parseQuery } from './parse-params.ts';

const FORMATS = ['csv', 'jsonl'] as const;

/** What an export can be asked for. */
export const AUDIT_EXPORT_QUERY = AUDIT_QUERY.extend({
  format: z.enum(FORMATS, `one of ${FORMATS.join(', ')} is expected`).describe('JSON Lines can be verified offline.'),
});

const FORMAT = {
  csv: { type: 'text/csv; charset=utf-8', begin: csvHeader(), toText: toCsv },
  jsonl: { type: 'application/jsonl', begin: '', toText: toJsonLines },
} as const;

/** GET of all records of a filter as a file, which is made while it is sent. */
export const exportAuditRecords: Handler = async (request, ports) => {
  const { format, ...filter } = parseQuery(request, AUDIT_EXPORT_QUERY);
  const [now, archived] = await Promise.all([ports.clock.now(), ports.audit.archivedMonths(filter)]);
  const name = `lamplighter-audit-${now.round('second').toString().replaceAll(':', '')}.${format}`;
  return {
    headers: {
      'content-type': FORMAT[format].type,
      'content-disposition': `attachment; filename="${name}"`,
      ...(archived.length > 0 && { 'lamplighter-archived': archived.join(' ') }),
    },
    body: pieces(ports, format, filter),
  };
};

async function* pieces(
  ports: Ports,
  format: (typeof FORMATS)[number],
  filter: AuditFilter,
): AsyncGenerator<Uint8Array> {
  const { begin, toText } = FORMAT[format];
  let before = begin;
  for await (const records of exportHistory(ports, filter)) {
    // It goes with the first records: as long as nothing was sent, a failure is a problem like any other.
    yield Buffer.from(before + toText(records));
    before = '';
  }
  yield Buffer.from(before);
}

/** A line for each record, exactly as a page shows it. */
function toJsonLines(records: readonly AuditRecord[]): string {
  return records.map((record) => `${JSON.stringify(toAuditView(record))}\n`).join('');
}
