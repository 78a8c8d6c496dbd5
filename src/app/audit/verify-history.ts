import { Temporal } from 'temporal-polyfill';
import type { ChainFault } from '../../core/audit/chain.ts';
import { recordId } from '../../core/audit/record.ts';
import type { ChainFilter } from '../../ports/audit-chains.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { type KnownAnchors, knownAnchors } from './verify-anchors.ts';
import { type Budget, budgetOf } from './verify-budget.ts';
import { bySubject, type ChainsBySubject, endBefore, type VerifyPorts, verifyChain } from './verify-chain.ts';
import { fromVerifyCursor, toVerifyCursor, type VerifyProgress } from './verify-progress.ts';

/** The result for the part of the audit log that was verified. */
export interface Verification {
  readonly ok: boolean;
  /** Number of chains that were verified completely. */
  readonly chains: number;
  /** Number of records that were read, without their copies under nodes. */
  readonly records: number;
  /** The first fault of each chain. */
  readonly faults: readonly FoundFault[];
  /** Where the next request continues; `undefined` if everything was verified. */
  readonly cursor: string | undefined;
}

/** A fault with the name of its record; a fault of a chain as a whole has no record. */
export interface FoundFault extends ChainFault {
  readonly record?: string;
}

/** Well below the 230 s after which "the default idle timeout of Azure Load Balancer" ends a request. */
const LIMITS = { rows: 200_000, time: Temporal.Duration.from({ seconds: 60 }) };

/** What to verify. Chains are verified whole: all months that overlap the span. */
export interface VerifyQuery extends ChainFilter {
  readonly cursor?: string | undefined;
}

/** Verifies the chains of a filter, within the budget of one request. @throws AppError InvalidRequest */
export async function verifyHistory(
  ports: VerifyPorts & HasWallClock,
  { cursor, ...filter }: VerifyQuery,
  limits = LIMITS,
): Promise<Verification> {
  const budget = await budgetOf(ports.wallClock, limits);
  const begun = cursor === undefined ? undefined : fromVerifyCursor(cursor);
  const all = await ports.auditChains.list({ account: filter.account, pool: filter.pool });
  const chains = begun?.at === 'index-rows' ? [] : remaining(await ports.auditChains.list(filter), begun);
  const anchors = knownAnchors(ports);
  const walked = await verifyChains(ports, { chains, all: bySubject(all), begun, anchors }, budget);
  if (walked.progress !== undefined) return answerOf(walked, budget);
  const after = begun?.at === 'index-rows' ? begun.position : undefined;
  const indexRows = await verifyIndexRows(ports, { filter, after, listed: new Set(all) }, budget);
  const isWhole = filter.account === undefined && filter.pool === undefined && indexRows.progress === undefined;
  const gone = isWhole ? await removedChains(anchors, filter, new Set(all)) : [];
  return answerOf({ ...walked, ...indexRows, faults: [...walked.faults, ...indexRows.faults, ...gone] }, budget);
}

/** Chains that have an anchor, but no rows any more. */
async function removedChains(
  anchors: KnownAnchors,
  { from, to }: ChainFilter,
  listed: ReadonlySet<string>,
): Promise<readonly ChainFault[]> {
  const month = (instant: Temporal.Instant) => instant.toString().slice(0, 'YYYY-MM'.length);
  const kept = await anchors.chainsIn({ from: from ? month(from) : '', to: to ? month(to) : '~' });
  return kept
    .filter(({ chain }) => !listed.has(chain))
    .map(({ chain, at, number }) => ({
      chain,
      number: 0,
      message: `it is not there, and on ${at} it ended at record ${number}: it was removed as a whole`,
    }));
}

/** The result of a part of the work, and where it was interrupted. */
interface Part {
  readonly chains: number;
  readonly faults: readonly ChainFault[];
  readonly progress: VerifyProgress | undefined;
}

function answerOf({ chains, faults, progress }: Part, { records }: Budget): Verification {
  return {
    ok: faults.length === 0,
    chains,
    records,
    faults: faults.map((fault) => ({ ...fault, ...(fault.number > 0 && { record: recordId(fault) }) })),
    cursor: progress === undefined ? undefined : toVerifyCursor(progress),
  };
}

interface Chains {
  readonly chains: readonly string[];
  readonly all: ChainsBySubject;
  readonly begun: VerifyProgress | undefined;
  readonly anchors: KnownAnchors;
}

async function verifyChains(ports: VerifyPorts, given: Chains, budget: Budget): Promise<Part> {
  const { chains, all, begun, anchors } = given;
  const faults: ChainFault[] = [];
  for (const [index, chain] of chains.entries()) {
    if (await budget.isSpent()) return { chains: index, faults, progress: { at: 'chain', chain } };
    const resume = begun?.at === 'rows' && begun.chain === chain ? begun : undefined;
    const [start, anchor] = await Promise.all([endBefore(ports, chain, all), anchors.of(chain)]);
    const verdict = await verifyChain(ports, { chain, start, resume, anchor }, budget);
    if (verdict.kind === 'paused') return { chains: index, faults, progress: verdict.progress };
    if (verdict.fault !== undefined) faults.push(verdict.fault);
  }
  return { chains: chains.length, faults, progress: undefined };
}

/** The chain in progress, and those after it. */
function remaining(chains: readonly string[], begun: VerifyProgress | undefined): readonly string[] {
  if (begun === undefined || begun.at === 'index-rows') return chains;
  const index = chains.indexOf(begun.chain);
  return index === -1 ? chains : chains.slice(index);
}

/** Every chain to which an index row of an hour points must be listed under its month. */
async function verifyIndexRows(
  { auditChains }: VerifyPorts,
  { filter, after, listed }: Directory,
  budget: Budget,
): Promise<Omit<Part, 'chains'>> {
  const unlisted = new Set<string>();
  let count = 0;
  for await (const { chain, position } of auditChains.hourIndexRows(filter, after)) {
    if (!listed.has(chain)) unlisted.add(chain);
    count += 1;
    if (count % 1000 === 0 && (await budget.isSpent()))
      return { faults: await unlistedFaults(auditChains, unlisted), progress: { at: 'index-rows', position } };
  }
  return { faults: await unlistedFaults(auditChains, unlisted), progress: undefined };
}

/** A chain that began in the meantime is listed by now, because the index row of its month is written before all others. */
async function unlistedFaults(
  auditChains: VerifyPorts['auditChains'],
  unlisted: ReadonlySet<string>,
): Promise<readonly ChainFault[]> {
  if (unlisted.size === 0) return [];
  const listed = new Set(await auditChains.list({}));
  return [...unlisted].filter((chain) => !listed.has(chain)).map((chain) => ({ chain, number: 0, message: UNLISTED }));
}

interface Directory {
  readonly filter: ChainFilter;
  readonly after: string | undefined;
  readonly listed: ReadonlySet<string>;
}

const UNLISTED =
  'the directory of hours points to it, and it is not listed under its month: that index row was removed';
