import type { EndLine } from '../../app/audit/export-trailer.ts';
import { type FileFault, FileProof } from '../../app/audit/file-proof.ts';
import type { ChainEnd } from '../../core/audit/chain.ts';
import { furthestOf } from '../../ports/anchor-line.ts';
import type { Anchor } from '../../ports/audit-anchors.ts';
import { readAuditFile } from './audit-file.ts';

/** What files of records prove. */
export interface FilesVerdict {
  readonly ok: boolean;
  readonly chains: number;
  readonly records: number;
  readonly faults: readonly FileFault[];
  /** What cannot be told from the files alone. */
  readonly notes: readonly string[];
}

/** An end of a file, and which. */
interface FileEnd {
  readonly file: string;
  readonly end: EndLine['end'];
  /** Records that were in the file. */
  readonly counted: number;
}

interface Seen {
  readonly proof: FileProof;
  readonly faults: FileFault[];
  readonly heads: Map<string, ChainEnd>;
  readonly ends: FileEnd[];
}

/** Proves the records of files, together, with nothing held but a few words of each chain. `heads` and `anchors` are known from elsewhere. */
export async function verifyFiles(
  files: readonly string[],
  { heads, anchors }: { readonly heads: readonly ChainEnd[]; readonly anchors: readonly Anchor[] },
): Promise<FilesVerdict> {
  const seen: Seen = { proof: new FileProof(furthestOf(anchors)), faults: [], heads: new Map(), ends: [] };
  for (const file of files) await readInto(seen, file);
  const isPartial = seen.ends.some(({ end }) => 'from' in end.filter || 'to' in end.filter);
  const isWhole = seen.ends.length === files.length && !isPartial;
  // Of a part of the audit log, the heads in the file say more than there is in it.
  if (isPartial) seen.heads.clear();
  // What somebody has kept elsewhere is worth more than what a file says of itself.
  for (const head of heads) seen.heads.set(head.chain, head);
  // Of a span of time the ends may lie outside.
  const cut = isPartial ? [] : seen.proof.holdAnchors({ isWhole });
  const faults = [...seen.ends.flatMap(endFaults), ...seen.faults, ...cut, ...chainFaults(seen, { isWhole })];
  const { records, chains } = seen.proof;
  return { ok: faults.length === 0, chains: chains.length, records, faults, notes: notesOn(seen, { isWhole }) };
}

async function readInto(seen: Seen, file: string): Promise<void> {
  const before = seen.proof.records;
  for await (const said of readAuditFile(file)) {
    if (said.kind === 'record') seen.proof.take(said.record, { file, line: said.line });
    else if (said.kind === 'end') seen.ends.push({ file, end: said.end, counted: seen.proof.records - before });
    else if (said.kind === 'unreadable') seen.faults.push(unreadable(file, said.line));
    // Those in the archive are in files of their own.
    else if (said.head.archive === undefined) seen.heads.set(said.head.chain, said.head);
  }
}

function unreadable(file: string, line: number): FileFault {
  return { file, line, chain: undefined, number: 0, message: 'this line is no record' };
}

/** What is wrong with each chain. Of an export that was filtered it cannot be told. */
function chainFaults({ proof, heads, ends }: Seen, { isWhole }: { readonly isWhole: boolean }): readonly FileFault[] {
  if (ends.some(({ end }) => filtersOf(end).length > 0)) return [];
  const absent = [...heads.values()].map((head) => proof.hold(head)).filter((fault) => fault !== undefined);
  if (isWhole) for (const chain of proof.chains) proof.missBeginning(chain);
  return [...absent, ...proof.faults()];
}

/** With these a chain is still whole, or a whole part of one. */
const HARMLESS: ReadonlySet<string> = new Set(['account', 'pool', 'from', 'to', 'order']);

function filtersOf({ filter }: EndLine['end']): readonly string[] {
  return Object.keys(filter).filter((name) => !HARMLESS.has(name));
}

function endFaults({ file, end, counted }: FileEnd): readonly FileFault[] {
  const about = { file, chain: undefined, number: 0 };
  const filters = filtersOf(end);
  const filtered = `the export was filtered by ${filters.join(', ')}: what is missing of a chain cannot be told from it`;
  const cut = `the file has ${counted} records, and its end says ${end.records}`;
  return [
    ...(filters.length > 0 ? [{ ...about, message: filtered }] : []),
    ...(end.records === counted ? [] : [{ ...about, message: cut }]),
  ];
}

function notesOn({ proof, heads, ends }: Seen, { isWhole }: { readonly isWhole: boolean }): readonly string[] {
  const archived = [...new Set(ends.flatMap(({ end }) => end.archived))];
  const begun = isWhole ? [] : proof.chains.filter((chain) => (proof.span(chain)?.first.number ?? 1) > 1);
  const open = proof.chains.filter((chain) => !heads.has(chain));
  return [
    ...begun.map(
      (chain) => `${chain} begins at record ${proof.span(chain)?.first.number}: what comes before is not in the files`,
    ),
    ...(open.length === 0
      ? []
      : [
          `of ${open.length} chains no head is known: whether records are missing at their ends cannot be told (--head, or export with heads)`,
        ]),
    ...(archived.length === 0 ? [] : [`months in the archive, not in the files: ${archived.join(', ')}`]),
  ];
}
