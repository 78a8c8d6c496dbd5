import type { EndLine } from '../../app/audit/export-trailer.ts';
import { type FileFault, FileProof } from '../../app/audit/file-proof.ts';
import type { ChainEnd } from '../../core/audit/chain.ts';
import { furthestOf } from '../../ports/anchor-line.ts';
import type { Anchor } from '../../ports/audit-anchors.ts';
import { readAuditFile } from './audit-file.ts';

/** The result of verifying files of records. */
export interface FilesVerdict {
  readonly ok: boolean;
  readonly chains: number;
  readonly records: number;
  readonly faults: readonly FileFault[];
  /** What cannot be verified with the files alone. */
  readonly notes: readonly string[];
}

/** The end line of a file. */
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

/** Verifies records of files together, with a few values of each chain in memory. `heads` and `anchors` come from elsewhere. */
export async function verifyFiles(
  files: readonly string[],
  { heads, anchors }: { readonly heads: readonly ChainEnd[]; readonly anchors: readonly Anchor[] },
): Promise<FilesVerdict> {
  const seen: Seen = { proof: new FileProof(furthestOf(anchors)), faults: [], heads: new Map(), ends: [] };
  for (const file of files) await readInto(seen, file);
  const isPartial = seen.ends.some(({ end }) => 'from' in end.filter || 'to' in end.filter);
  const isWhole = seen.ends.length === files.length && !isPartial;
  // The heads in a partial export count records that it does not have.
  if (isPartial) seen.heads.clear();
  // Heads that were kept elsewhere take precedence over those in a file.
  for (const head of heads) seen.heads.set(head.chain, head);
  // The ends of chains may lie outside the time span of an export.
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
    // Archived chains are in files of their own.
    else if (said.head.archive === undefined) seen.heads.set(said.head.chain, said.head);
  }
}

function unreadable(file: string, line: number): FileFault {
  return { file, line, chain: undefined, number: 0, message: 'this line is no record' };
}

/** The faults of each chain; none if an export was filtered, because its chains cannot be verified. */
function chainFaults({ proof, heads, ends }: Seen, { isWhole }: { readonly isWhole: boolean }): readonly FileFault[] {
  if (ends.some(({ end }) => filtersOf(end).length > 0)) return [];
  const absent = [...heads.values()].map((head) => proof.hold(head)).filter((fault) => fault !== undefined);
  if (isWhole) for (const chain of proof.chains) proof.missBeginning(chain);
  return [...absent, ...proof.faults()];
}

/** With these filters, a chain is still complete, or a contiguous part of it is. */
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
