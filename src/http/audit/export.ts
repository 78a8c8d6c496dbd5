import * as api from '../../api/audit.ts';
import { csvHeader, toCsv } from '../../app/audit/audit-csv.ts';
import { exportHistory } from '../../app/audit/export-history.ts';
import type { EndLine, HeadLine } from '../../app/audit/export-trailer.ts';
import { listHeads } from '../../app/audit/list-heads.ts';
import type { Ports } from '../../app/ports.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditFilter } from '../../ports/audit.ts';
import { toAuditView } from '../../ports/audit-view.ts';
import { toSpan } from '../request/to-instant.ts';
import { operation } from '../serving/operation.ts';

const FORMAT = {
  csv: { type: 'text/csv', begin: csvHeader(), toText: toCsv },
  jsonl: { type: 'application/jsonl', begin: '', toText: toJsonLines },
} as const;

/** The file is made while it is sent. */
export const exportAuditRecords = operation(api.exportAuditRecords).by(async ({ query }, ports) => {
  const { format, heads, ...rest } = query;
  const filter = { ...rest, ...toSpan(rest) };
  const [now, archived] = await Promise.all([ports.clock.now(), ports.audit.archivedMonths(filter)]);
  const trailer = format === 'jsonl' && heads !== undefined ? await trailerOf(ports, filter, archived) : undefined;
  const name = `lamplighter-audit-${now.round('second').toString().replaceAll(':', '')}.${format}`;
  return {
    status: 200,
    type: FORMAT[format].type,
    headers: {
      'content-disposition': `attachment; filename="${name}"`,
      'lamplighter-archived': archived.length > 0 ? archived.join(' ') : undefined,
    },
    body: pieces(ports, filter, { format, trailer }),
  };
});

interface Shape {
  readonly format: keyof typeof FORMAT;
  readonly trailer: ((records: number) => string) | undefined;
}

async function* pieces(ports: Ports, filter: AuditFilter, { format, trailer }: Shape): AsyncGenerator<Uint8Array> {
  const { begin, toText } = FORMAT[format];
  let before = begin;
  let count = 0;
  for await (const records of exportHistory(ports, filter)) {
    // Sent with the first records: as long as nothing was sent, a failure is an ordinary problem.
    yield Buffer.from(before + toText(records));
    before = '';
    count += records.length;
  }
  yield Buffer.from(before + (trailer?.(count) ?? ''));
}

/** The heads are read before the records, so all records up to them must be in the file. */
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

/** A line for each record, in the same form as in a page. */
function toJsonLines(records: readonly AuditRecord[]): string {
  return records.map((record) => `${JSON.stringify(toAuditView(record))}\n`).join('');
}
