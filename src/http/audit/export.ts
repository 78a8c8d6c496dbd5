import * as api from '../../api/audit.ts';
import { csvHeader, toCsv } from '../../app/audit/audit-csv.ts';
import { exportHistory, type KnownArchive, readArchive, requireUnmoved } from '../../app/audit/export-history.ts';
import type { EndLine, HeadLine } from '../../app/audit/export-trailer.ts';
import { type HeadView, listHeads } from '../../app/audit/list-heads.ts';
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
  const [now, archive] = await Promise.all([ports.clock.now(), readArchive(ports, filter)]);
  const { archived } = archive;
  // The heads are read before the records, so all records up to them must be in the file.
  const ends = heads !== undefined ? await headsOf(ports, filter) : undefined;
  const name = `lamplighter-audit-${now.round('second').toString().replaceAll(':', '')}.${format}`;
  return {
    status: 200,
    type: FORMAT[format].type,
    headers: {
      'content-disposition': `attachment; filename="${name}"`,
      'lamplighter-archived': archived.length > 0 ? archived.join(' ') : undefined,
    },
    body: pieces(ports, filter, { format, archive, heads: ends }),
  };
});

interface Shape {
  readonly format: keyof typeof FORMAT;
  /** What was in the archive before the records were read. */
  readonly archive: KnownArchive;
  /** The heads that follow the records; `undefined` if they are not asked for. */
  readonly heads: readonly HeadView[] | undefined;
}

async function* pieces(
  ports: Ports,
  filter: AuditFilter,
  { format, archive, heads }: Shape,
): AsyncGenerator<Uint8Array> {
  const { begin, toText } = FORMAT[format];
  let before = begin;
  let count = 0;
  for await (const records of exportHistory(ports, filter)) {
    // Sent with the first records: as long as nothing was sent, a failure is an ordinary problem.
    yield Buffer.from(before + toText(records));
    before = '';
    count += records.length;
  }
  await requireUnmoved(ports, filter, archive);
  const { archived } = archive;
  yield Buffer.from(before + (heads === undefined ? '' : trailerOf(heads, { records: count, filter, archived })));
}

async function headsOf(ports: Ports, { account, pool, from, to }: AuditFilter): Promise<readonly HeadView[]> {
  return (await listHeads(ports, { account, pool, from, to, limit: Number.MAX_SAFE_INTEGER })).heads;
}

function trailerOf(
  heads: readonly HeadView[],
  {
    records,
    filter,
    archived,
  }: { readonly records: number; readonly filter: AuditFilter } & Pick<KnownArchive, 'archived'>,
): string {
  const said = Object.entries(filter).filter(([, value]) => value !== undefined);
  const lines = heads.map((head) => `${JSON.stringify({ head } satisfies HeadLine)}\n`).join('');
  const end = {
    records,
    filter: Object.fromEntries(said.map(([name, value]) => [name, String(value)])),
    archived: [...archived],
  };
  return `${lines}${JSON.stringify({ end } satisfies EndLine)}\n`;
}

/** A line for each record, in the same form as in a page. */
function toJsonLines(records: readonly AuditRecord[]): string {
  return records.map((record) => `${JSON.stringify(toAuditView(record))}\n`).join('');
}
