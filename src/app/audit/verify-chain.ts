import { beginWalkUp, type ChainEnd, type ChainFault, endWalkUp, stepUp } from '../../core/audit/chain.ts';
import { stemOfChain } from '../../core/audit/chain-name.ts';
import { endWalkDown, lowestFault, stepDown, type WalkDown } from '../../core/audit/walk-down.ts';
import type { FurthestAnchor, HasAuditAnchors } from '../../ports/audit-anchors.ts';
import type { HasAuditArchive } from '../../ports/audit-archive.ts';
import type { AuditChains, ChainHead, HasAuditChains, KeptPage, KeptRecord } from '../../ports/audit-chains.ts';
import { sha256 } from '../../ports/sha256.ts';
import { cutOffFault, rewrittenFault } from './verify-anchors.ts';
import type { Budget } from './verify-budget.ts';
import { addDigests, findCopyFault, keptCopies, wantedCopies } from './verify-copies.ts';
import type { RowsProgress } from './verify-progress.ts';

/** The ports that verification uses. */
export type VerifyPorts = HasAuditAnchors & HasAuditChains & HasAuditArchive;

/** The result for a chain: finished, with its first fault if it has one, or interrupted. */
export type ChainVerdict =
  | { readonly kind: 'done'; readonly fault: ChainFault | undefined }
  | { readonly kind: 'paused'; readonly progress: RowsProgress };

/** A chain to verify; `start` is the end that it must continue. */
export interface ChainCase {
  readonly chain: string;
  readonly start: ChainEnd;
  /** Where an earlier request was interrupted. */
  readonly resume: RowsProgress | undefined;
  /** Its anchor. */
  readonly anchor: FurthestAnchor | undefined;
}

/** Verifies one chain: hashes, links, head, copies, index rows, the archive if the chain was moved there, and the anchor. */
export async function verifyChain(ports: VerifyPorts, given: ChainCase, budget: Budget): Promise<ChainVerdict> {
  const { chain, start } = given;
  const head = await ports.auditChains.head(chain);
  if (head === undefined) return { kind: 'done', fault: await headless(ports, chain) };
  const cutOff = cutOffFault(head, given.anchor);
  if (cutOff !== undefined) return { kind: 'done', fault: cutOff };
  if (head.archive !== undefined)
    return { kind: 'done', fault: await verifyArchived(ports, { head, start, anchor: given.anchor }, budget) };
  const verdict = await verifyRows(ports, { ...given, progress: given.resume ?? beginning(head) }, budget);
  const isWrong = verdict.kind === 'done' && verdict.fault !== undefined;
  // A chain that is moved to the archive meanwhile loses its rows while they are read.
  const moved = isWrong ? await ports.auditChains.head(chain) : undefined;
  if (moved?.archive === undefined) return verdict;
  return { kind: 'done', fault: await verifyArchived(ports, { head: moved, start, anchor: given.anchor }, budget) };
}

async function headless({ auditChains }: VerifyPorts, chain: string): Promise<ChainFault> {
  for await (const _ of auditChains.rows(chain, 'records')) {
    return { chain, number: 0, message: 'it has records, and its head is missing' };
  }
  const message = 'it is listed, and nothing is there: it was removed as a whole, or its first record never arrived';
  return { chain, number: 0, message };
}

/** The archived records of a chain, oldest first. */
async function verifyArchived(
  { auditChains, auditArchive }: VerifyPorts,
  { head, start, anchor }: { readonly head: ChainHead } & Pick<ChainCase, 'start' | 'anchor'>,
  budget: Budget,
): Promise<ChainFault | undefined> {
  const { chain, archive } = head;
  const blob = archive?.blob ?? '';
  const putIn = archive?.isCleared === true ? await rowFault(auditChains, chain) : undefined;
  if (putIn !== undefined) return putIn;
  const file = await auditArchive.read(blob);
  if (file === undefined) return { chain, number: 1, message: `its records should be in ${blob}, which is not there` };
  let walk = beginWalkUp({ ...start, chain, number: 0 });
  let rewritten: ChainFault | undefined;
  for await (const records of file) {
    for (const record of records) {
      walk = stepUp(walk, record, sha256);
      rewritten ??= rewrittenFault(record, anchor);
    }
    budget.spend(records.length);
  }
  return endWalkUp(walk, head) ?? rewritten;
}

/** A cleared chain has no rows: neither records, nor copies, from which the records of a node are read. */
async function rowFault(auditChains: AuditChains, chain: string): Promise<ChainFault | undefined> {
  for (const kind of ['records', 'copies'] as const) {
    for await (const { records } of auditChains.rows(chain, kind)) {
      const number = Math.min(...records.map(({ record }) => record.number));
      const what = kind === 'records' ? `record ${number}` : `a copy of record ${number}`;
      return { chain, number, message: `${what} is in the table, and the chain in the archive: it was put in` };
    }
  }
  return undefined;
}

function beginning({ chain, number, hash }: ChainHead): RowsProgress {
  const sums = { records: '0', copies: '0' };
  return { at: 'rows', chain, kind: 'records', walk: { number, hash }, head: { number, hash }, beyond: 0, sums };
}

type RowsCase = ChainCase & { readonly progress: RowsProgress };

async function verifyRows(ports: VerifyPorts, given: RowsCase, budget: Budget): Promise<ChainVerdict> {
  let { progress } = given;
  for await (const { kind, page } of rowsFrom(ports, progress)) {
    progress = await takeIn(ports, { ...progress, kind, anchor: given.anchor }, page);
    budget.spend(page.records.length, kind === 'records' ? page.records.length : 0);
    if (await budget.isSpent()) return { kind: 'paused', progress };
  }
  return { kind: 'done', fault: await verdictOn(ports, { ...given, progress }, budget) };
}

/** The remaining rows of a chain: first records, then copies. */
async function* rowsFrom({ auditChains }: VerifyPorts, { chain, kind, position }: RowsProgress) {
  if (kind === 'records') {
    for await (const page of auditChains.rows(chain, 'records', position)) yield { kind, page };
  }
  const after = kind === 'copies' ? position : undefined;
  for await (const page of auditChains.rows(chain, 'copies', after)) yield { kind: 'copies' as const, page };
}

/** Adds a page of rows to the progress. */
async function takeIn(
  ports: VerifyPorts,
  { anchor, ...progress }: RowsProgress & Pick<ChainCase, 'anchor'>,
  page: KeptPage,
): Promise<RowsProgress> {
  const { head, kind, sums } = progress;
  // Records that were added after the head was read are left to the next verification.
  const known = page.records.filter(({ record }) => record.number <= head.number);
  const beyond = Math.max(progress.beyond, ...page.records.filter((one) => !known.includes(one)).map(numberOf), 0);
  const next = { ...progress, beyond, position: page.position };
  if (kind === 'copies') {
    return { ...next, sums: { ...sums, copies: String(addDigests(BigInt(sums.copies), keptCopies(known))) } };
  }
  return {
    ...next,
    walk: await walkPage(ports, { ...progress, anchor }, known),
    sums: { ...sums, records: String(addDigests(BigInt(sums.records), wantedCopies(known))) },
  };
}

async function walkPage(
  { auditChains }: VerifyPorts,
  { chain, walk, anchor }: RowsProgress & Pick<ChainCase, 'anchor'>,
  known: readonly KeptRecord[],
): Promise<RowsProgress['walk']> {
  const begun: WalkDown = { chain, number: walk.number, hash: walk.hash, fault: walk.fault };
  const { number, hash, fault } = known.reduce((last, { record }) => stepDown(last, record, sha256), begun);
  const missing = await auditChains.missingIndexRows(chain, known);
  const unsigned = missing.map((one) => ({
    chain,
    number: one.number,
    message: `record ${one.number} cannot be found by ${one.indexRow}: that index row was removed`,
  }));
  const rewritten = known.map(({ record }) => rewrittenFault(record, anchor)).filter((one) => one !== undefined);
  const first = [...unsigned, ...rewritten].reduce(lowestFault, fault);
  return { number, hash, ...(first !== undefined && { fault: first }) };
}

async function verdictOn(
  ports: VerifyPorts,
  { chain, start, progress }: RowsCase,
  budget: Budget,
): Promise<ChainFault | undefined> {
  const { walk, sums, beyond } = progress;
  const fault = endWalkDown({ chain, number: walk.number, hash: walk.hash, fault: walk.fault }, start);
  if (fault !== undefined) return fault;
  if (sums.records !== sums.copies) return { chain, ...(await findCopyFault(ports.auditChains, chain, budget)) };
  const head = beyond === 0 ? undefined : await ports.auditChains.head(chain);
  if (head === undefined || head.number >= beyond) return undefined;
  const message = `record ${beyond} is there, and the head says that the chain ends at ${head.number}: it was put in`;
  return { chain, number: head.number + 1, message };
}

function numberOf({ record }: KeptRecord): number {
  return record.number;
}

/** The chains of each subject, the earliest month first. */
export type ChainsBySubject = ReadonlyMap<string, readonly string[]>;

/** Groups sorted chains by subject, once for all of them: with years of many pools, no chain can be compared with every other. */
export function bySubject(chains: readonly string[]): ChainsBySubject {
  return Map.groupBy(chains, stemOfChain);
}

/** The end that a chain must continue: that of the latest earlier chain that has a head. */
export async function endBefore(
  { auditChains }: HasAuditChains,
  chain: string,
  all: ChainsBySubject,
): Promise<ChainEnd> {
  const earlier = (all.get(stemOfChain(chain)) ?? []).filter((one) => one < chain);
  for (const one of earlier.toReversed()) {
    const head = await auditChains.head(one);
    if (head !== undefined) return { chain: one, number: 0, hash: head.hash };
  }
  return { chain, number: 0, hash: '' };
}
