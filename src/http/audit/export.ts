import * as z from 'zod';
import { csvHeader, toCsv } from '../../app/audit/audit-csv.ts';
import { exportHistory } from '../../app/audit/export-history.ts';
import type { EndLine, HeadLine } from '../../app/audit/export-trailer.ts';
import { listHeads } from '../../app/audit/list-heads.ts';
import type { Ports } from '../../app/ports.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditFilter } from '../../ports/audit.ts';
import { toAuditView } from '../../ports/audit-view.ts';
import type { Handler } from '../operation.ts';
import { parseQuery } from '../request/parse-params.ts';
import { AUDIT_QUERY } from './query.ts';

const FORMATS = ['csv', 'jsonl'] as const;

/** What an export can be asked for. */
export const AUDIT_EXPORT_QUERY = AUDIT_QUERY.extend({
  heads: z
    .enum(['true'], 'true is expected')
    .describe(
      'JSON Lines only: after the records come the heads of their chains as they were at the beginning, a line `{"head":…}` each, and a line `{"end":…}`.',
    )
    .optional(),
  format: z.enum(FORMATS, `one of ${FORMATS.join(', ')} is expected`).describe('JSON Lines can be verified offline.'),
});

const FORMAT = {
  csv: { type: 'text/csv; charset=utf-8', begin: csvHeader(), toText: toCsv },
  jsonl: { type: 'application/jsonl', begin: '', toText: toJsonLines },
} as const;

/** GET of all records of a filter as a file, which is made while it is sent. */
export const exportAuditRecords: Handler = async (request, ports) => {
  const { format, heads, ...filter } = parseQuery(request, AUDIT_EXPORT_QUERY);
  const [now, archived] = await Promise.all([ports.clock.now(), ports.audit.archivedMonths(filter)]);
  const trailer = format === 'jsonl' && heads !== undefined ? await trailerOf(ports, filter, archived) : undefined;
  const name = `lamplighter-audit-${now.round('second').toString().replaceAll(':', '')}.${format}`;
  return {
    headers: {
      'content-type': FORMAT[format].type,
      'content-disposition': `attachment; filename="${name}"`,
      ...(archived.length > 0 && { 'lamplighter-archived': archived.join(' ') }),
    },
    body: pieces(ports, filter, { format, trailer }),
  };
};

interface Shape {
  readonly format: (typeof FORMATS)[number];
  readonly trailer: ((records: number) => string) | undefined;
}

async function* pieces(ports: Ports, filter: AuditFilter, { format, trailer }: Shape): AsyncGenerator<Uint8Array> {
  const { begin, toText } = FORMAT[format];
  let before = begin;
  let count = 0;
  for await (const records of exportHistory(ports, filter)) {
    // It goes with the first records: as long as nothing was sent, a failure is a problem like any other.
    yield Buffer.from(before + toText(records));
    before = '';
    count += records.length;
  }
  yield Buffer.from(before + (trailer?.(count) ?? ''));
}

/** The heads are read before the records, all of which up to there must then be in the file. */
async function trailerOf(ports: Ports, filter: AuditFilter, archived: readonly string[]) {
  const { account, pool, from, to } = filter;
  const { heads } = await listHeads(ports, { account, pool, from, to, limit: Number.MAX_SAFE_INTEGER });
  const said = Object.entries(filter).filter(([, value]) => value !== undefined);
  const lines = heads.map((head) => `${JSON.stringify({ head } satisfies HeadLine)}\n`).join('');
  return (records: number) => {
    const end = {
      records,
      filter: Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
      archived: [...archived],
    };
    return `${lines}${JSON.stringify({ end } satisfies EndLine)}\n`;
  };
}

/** A line for each record, exactly as a page shows it. */
function toJsonLines(records: readonly AuditRecord[]): string {
  return records.map((record) => `${JSON.stringify(toAuditView(record))}\n`).join('');
}
