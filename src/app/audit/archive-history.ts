import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { beginWalkUp, endWalkUp, stepUp } from '../../core/audit/chain.ts';
import { monthOfChain } from '../../core/audit/chain-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { ChainHead, HasAuditChains } from '../../ports/audit-chains.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { sha256 } from '../../ports/sha256.ts';
import { type ArchiveProgress, keepProgress, progressOf } from './archive-progress.ts';
import { type KnownAnchors, knownAnchors } from './verify-anchors.ts';
import { type Budget, budgetOf } from './verify-budget.ts';
import { bySubject, type ChainsBySubject, endBefore, type VerifyPorts, verifyChain } from './verify-chain.ts';
import { fromVerifyCursor, toVerifyCursor } from './verify-progress.ts';

/** The result of one run. */
export interface Archiving {
  /** Chains whose records are now in the archive. */
  readonly archived: readonly string[];
  /** What is wrong with chains that do not verify: somebody may have changed the audit log. */
  readonly faults: readonly string[];
  /** Why other chains were not archived. */
  readonly problems: readonly string[];
  /** `false` if the time was over; the next run then continues. */
  readonly isDone: boolean;
}

/**
 * Below the five minutes after which the host ends the function, and its process. Only reading a file back is not interrupted, which
 * takes a fraction of the time of the other steps; it may be the first step of a run.
 */
const LIMITS = { rows: 1_000_000, time: Temporal.Duration.from({ minutes: 3 }), part: 10_000 };

type ArchivePorts = VerifyPorts & HasAuditWriter & HasClaims & HasClock & HasWallClock & HasNewCorrelation;

/**
 * Moves the records of months that ended more than `months` whole months ago to the archive, chain by chain. It verifies a
 * chain, writes its file, reads the file back and compares it with the chain's head, notes the place of the file in the head,
 * and only then deletes the rows. So a run can be interrupted at any point without loss, and the next one continues: also with a
 * chain that needs the time of several runs.
 */
export async function archiveHistory(ports: ArchivePorts, months: number, limits = LIMITS): Promise<Archiving> {
  const now = await ports.clock.now();
  const budget = await budgetOf(ports.wallClock, limits);
  const month = now.toZonedDateTimeISO('UTC').toPlainDate().toPlainYearMonth().subtract({ months });
  const to = month.toPlainDate({ day: 1 }).toZonedDateTime('UTC').toInstant();
  const archived: string[] = [];
  const faults: string[] = [];
  const problems: string[] = [];
  const correlation = ports.newCorrelation();
  const all = bySubject(await ports.auditChains.list({}));
  const anchors = knownAnchors(ports);
  for (const chain of await unmoved(ports, await ports.auditChains.list({ to }))) {
    if (await budget.isSpent()) return { archived, faults, problems, isDone: false };
    try {
      const moving = { chain, all, anchors, correlation, now, part: limits.part };
      if (await archiveChain(ports, moving, budget)) archived.push(chain);
    } catch (error) {
      // The failure of one chain is reported, and the others go on.
      const reports = error instanceof Unverified ? faults : problems;
      reports.push(`${chain} was not moved: ${describeError(error)}`);
    }
  }
  return { archived, faults, problems, isDone: !(await budget.isSpent()) };
}

/** A record of a chain was changed, removed or inserted. */
class Unverified extends Error {}

const AT_ONCE = 16;

/**
 * The chains that are not wholly in the archive, the shortest first: one that takes longer than the host allows holds up no
 * other. The chains in the archive become more every month: if their heads were read one after the other, that would in the end
 * take the whole time of each run.
 */
async function unmoved({ auditChains }: HasAuditChains, chains: readonly string[]): Promise<readonly string[]> {
  const heads = await pLimit(AT_ONCE).map(chains, (chain) => auditChains.head(chain));
  return heads
    .filter((head) => head !== undefined)
    .filter(({ archive }) => archive?.isCleared !== true)
    .toSorted((a, b) => a.number - b.number)
    .map(({ chain }) => chain);
}

interface Moving {
  readonly chain: string;
  /** All chains that exist. */
  readonly all: ChainsBySubject;
  readonly anchors: KnownAnchors;
  readonly correlation: string;
  readonly now: Temporal.Instant;
  /** How many records a part of the file has. */
  readonly part: number;
}

/** Archives one chain. @returns `true` if there was anything to do and it is done */
async function archiveChain(ports: ArchivePorts, moving: Moving, budget: Budget): Promise<boolean> {
  const { chain } = moving;
  const head = await ports.auditChains.close(chain);
  if (head === undefined || head.archive?.isCleared === true) return false;
  if (head.archive === undefined && !(await store(ports, { ...moving, head }, budget))) return false;
  for (;;) {
    if (await ports.auditChains.clear(chain)) return true;
    if (await budget.isSpent()) return false;
  }
}

/** Verifies a chain and stores its file, step by step. @returns `false` if the time was over before the last step */
async function store(
  ports: ArchivePorts,
  { head, ...moving }: Moving & { readonly head: ChainHead },
  budget: Budget,
): Promise<boolean> {
  const { chain } = moving;
  const blob = `audit/${monthOfChain(chain)}/${chain}.jsonl.gz`;
  let progress = await progressOf(ports, chain);
  if (progress.step === 'verify') {
    progress = await proveChain(ports, moving, { cursor: progress.cursor, budget });
    await keepProgress(ports, chain, progress);
    if (progress.step === 'verify' || (await budget.isSpent())) return false;
  }
  if (progress.step === 'write') {
    progress = await writeFile(ports, { chain, blob, part: moving.part }, { begun: progress, budget });
    if (progress.step === 'write' || (await budget.isSpent())) return false;
  }
  try {
    await proveFile(ports, head, blob);
    await note(ports, { ...moving, head }, blob);
    return true;
  } finally {
    // Also after a failure: a file that does not hold is written anew, from a chain that is verified anew.
    await ports.claims.forget('archive', chain);
  }
}

interface Written {
  readonly begun: Extract<ArchiveProgress, { step: 'write' }>;
  readonly budget: Budget;
}

/** Writes the parts of a file that are missing, and then makes them the file. @returns the next step */
async function writeFile(
  ports: ArchivePorts,
  { chain, blob, part: size }: Pick<Moving, 'chain' | 'part'> & { readonly blob: string },
  { begun, budget }: Written,
): Promise<ArchiveProgress> {
  let { parts, after } = begun;
  for await (const { records, position } of ports.auditChains.inOrder(chain, { size, after })) {
    await ports.auditArchive.stage(blob, parts, records);
    parts += 1;
    after = position;
    await keepProgress(ports, chain, { step: 'write', parts, after });
    if (await budget.isSpent()) return { step: 'write', parts, after };
  }
  if (parts === 0) await ports.auditArchive.stage(blob, 0, []);
  try {
    await ports.auditArchive.commit(blob, Math.max(1, parts));
  } catch (error) {
    // A part may be lost: all are written anew.
    await keepProgress(ports, chain, { step: 'write', parts: 0 });
    throw error;
  }
  await keepProgress(ports, chain, { step: 'read-back' });
  return { step: 'read-back' };
}

async function note(
  ports: ArchivePorts,
  { head, now, correlation }: Moving & { readonly head: ChainHead },
  blob: string,
): Promise<void> {
  const { chain, number, hash } = head;
  await ports.audit.append([
    {
      at: now,
      actor: 'timer:archive-audit',
      action: 'audit.archived',
      phase: 'event',
      subject: {},
      reason: `${number} records of ${chain} are in ${blob} and leave the table`,
      correlation,
      after: { chain, blob, records: number, hash },
    },
  ]);
  if (!(await ports.auditChains.markArchived(head, blob))) throw new Error('its head has changed meanwhile');
}

/** A chain that fails verification is not moved, because moving it would destroy evidence. @returns the next step */
async function proveChain(
  ports: ArchivePorts,
  { chain, all, anchors }: Moving,
  { cursor, budget }: { readonly cursor: string | undefined; readonly budget: Budget },
): Promise<ArchiveProgress> {
  const [start, anchor] = await Promise.all([endBefore(ports, chain, all), anchors.of(chain)]);
  const begun = cursor === undefined ? undefined : fromVerifyCursor(cursor);
  const resume = begun?.at === 'rows' ? begun : undefined;
  const verdict = await verifyChain(ports, { chain, start, resume, anchor }, budget);
  if (verdict.kind === 'paused') return { step: 'verify', cursor: toVerifyCursor(verdict.progress) };
  if (verdict.fault === undefined) return { step: 'write', parts: 0 };
  await ports.claims.forget('archive', chain);
  throw new Unverified(`the chain does not verify: ${verdict.fault.message}`);
}

/** Reads the file back: its records must lead, link by link, to the head of the chain. */
async function proveFile({ auditArchive }: ArchivePorts, head: ChainHead, blob: string): Promise<void> {
  const file = await auditArchive.read(blob);
  if (file === undefined) throw new Error(`${blob} is not there after it was written`);
  let walk: ReturnType<typeof beginWalkUp> | undefined;
  for await (const records of file) {
    for (const record of records) {
      walk ??= beginWalkUp({ chain: head.chain, number: 0, hash: record.previous });
      walk = stepUp(walk, record, sha256);
    }
  }
  const fault = endWalkUp(walk ?? beginWalkUp({ chain: head.chain, number: 0, hash: '' }), head);
  if (fault !== undefined) throw new Error(`${blob} does not verify: ${fault.message}`);
}
