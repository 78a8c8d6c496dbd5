import type { Temporal } from 'temporal-polyfill';
import { selectNodesToAsk, selectPoolsToVisit, takeInTurn } from '../../core/health/share-calls.ts';
import { isAskableState, NODE_STATES } from '../../core/pool/node-state.ts';
import type { NodeCounts } from '../../core/pool/pool-due.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { BatchReader, HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import { BatchThrottled } from '../../ports/errors.ts';
import type { HasExtensions, PoolExtensions } from '../../ports/extensions.ts';
import type { HasHealthRecords, TaggedHealthRecord } from '../../ports/health-records.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasSettings } from '../../ports/settings.ts';
import type { HasThrottle } from '../../ports/throttle.ts';
import { forgetNodes, forgetPool } from './forget-health.ts';
import type { NodeProbe } from './probe-node.ts';
import { probeNodes } from './probe-nodes.ts';

/** The result of one run for one account. */
export interface HealthCollection {
  readonly account: string;
  readonly pools: number;
  readonly answered: number;
  /** Failures, one sentence each. */
  readonly problems: readonly string[];
  /**
   * Was nothing learned, although something was asked? If Batch throttles, the next run goes on where this one ended, so that
   * is no failure.
   */
  readonly hasFailed: boolean;
}

/** The ports that collectHealth uses. */
export type CollectHealthPorts = HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasClock &
  HasExtensions &
  HasHealthRecords &
  HasNewCorrelation &
  HasSettings<'healthCalls'> &
  HasThrottle;

/**
 * Asks nodes for the state of their extensions, within the budget of requests. In each account, the pools that have waited
 * longest come first, and in a pool the nodes that have waited longest. Only pools that declare extensions are visited. Only
 * nodes that can answer are asked: those that can run tasks, and those whose extensions or start task may explain why they
 * cannot. A failure in one account is reported, and the others go on. No evaluation waits for this run.
 */
export async function collectHealth(ports: CollectHealthPorts): Promise<readonly HealthCollection[]> {
  if (ports.settings.healthCalls === 0) return [];
  const run = { at: await ports.clock.now(), actor: 'timer:collect-health', correlation: ports.newCorrelation() };
  return Promise.all(ports.batch.accounts.map((account) => collectAccount(ports, account, run)));
}

type Run = Pick<NodeProbe, 'at' | 'actor' | 'correlation'>;

async function collectAccount(ports: CollectHealthPorts, account: string, run: Run): Promise<HealthCollection> {
  // Health can wait for the next run; evaluations need the remaining requests first.
  if ((await ports.throttle.remaining(account)) > 0)
    return { ...NOTHING, account, problems: [`Batch throttles the account ${account}`], hasFailed: false };
  try {
    const declaring = await declaringPools(ports, account, run);
    const pools = selectPoolsToVisit(await withAskable(ports, account, declaring), ports.settings.healthCalls);
    const { visits, givenUp: unvisited } = await visitAll(ports, pools, run);
    const probes = takeInTurn(
      visits.map(({ probes: list }) => list),
      ports.settings.healthCalls - pools.length,
    );
    const { answered, problems: unanswered, givenUp: unasked } = await probeNodes(ports, probes);
    const faults = [...visits.flatMap(({ fault }) => fault ?? []), ...unanswered];
    const givenUp = [...unvisited, ...unasked];
    const hasFailed = answered === 0 && faults.length > 0 && givenUp.length === 0;
    return { account, pools: visits.length, answered, problems: [...faults, ...givenUp], hasFailed };
  } catch (error) {
    const problem = `The health of the account ${account} could not be collected: ${describeError(error)}`;
    return { ...NOTHING, account, problems: [problem], hasFailed: !(error instanceof BatchThrottled) };
  }
}

const NOTHING = { pools: 0, answered: 0 };

/** The pools that declare extensions. Stored results of other pools, which are deleted or were probed by hand, are deleted here. */
async function declaringPools(
  ports: HasAuditReader & HasAuditWriter & HasExtensions & HasHealthRecords,
  account: string,
  { at }: Run,
): Promise<readonly VisitedPool[]> {
  const pools = await ports.batch.listDeclaredExtensions(account);
  const declaring = pools.filter(({ declared }) => declared.length > 0);
  const visits = await ports.health.visits(account);
  const there = new Set(declaring.map(keyOf));
  for (const visit of visits.filter((one) => !there.has(keyOf(one)))) await forgetPool(ports, visit, at);
  const visitedAt = new Map(visits.map((visit) => [keyOf(visit), visit.at]));
  return declaring.map((pool) => ({ ...pool, visitedAt: visitedAt.get(keyOf(pool)) }));
}

interface VisitedPool extends PoolExtensions {
  readonly visitedAt: Temporal.Instant | undefined;
}

/** The number of nodes in each pool that can be asked, from the counts of the account. */
async function withAskable(ports: HasBatchReader, account: string, pools: readonly VisitedPool[]) {
  if (pools.length === 0) return [];
  const counts = await ports.batch.countNodes(account, async () => pools);
  return pools.map((pool) => ({ ...pool, askable: askableIn(counts.get(pool.poolId)?.dedicated ?? {}) }));
}

function askableIn(counts: NodeCounts): number {
  return NODE_STATES.filter(isAskableState).reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

interface Visit {
  readonly probes: readonly NodeProbe[];
  readonly fault?: string;
}

type VisitPorts = HasAuditReader & HasAuditWriter & HasBatchReader & HasHealthRecords;

interface Visits {
  readonly visits: readonly Visit[];
  /** Why the other pools were not visited, if they were not. */
  readonly givenUp: readonly string[];
}

/** Visits pools one after the other, until Batch throttles; the rest keep their turn. */
async function visitAll(ports: VisitPorts, pools: readonly PoolName[], run: Run): Promise<Visits> {
  const visits: Visit[] = [];
  for (const pool of pools) {
    try {
      visits.push(await visit(ports, pool, run));
    } catch (error) {
      if (!(error instanceof BatchThrottled)) throw error;
      return { visits, givenUp: [`visiting pools was given up: ${describeError(error)}`] };
    }
    // Also after a failed visit, so that a pool that always fails does not block the others.
    await ports.health.visit({ account: pool.account, poolId: pool.poolId, at: run.at });
  }
  return { visits, givenUp: [] };
}

/** @throws BatchThrottled */
async function visit(ports: VisitPorts, pool: PoolName, run: Run): Promise<Visit> {
  try {
    const [nodes, records] = await Promise.all([ports.batch.listNodes(pool), ports.health.listOf(pool)]);
    await forgetNodes(ports, { records, existing: nodes ?? [] }, run.at);
    return { probes: probesFor(pool, { nodes: nodes ?? [], recordOf: recordsById(records), run }) };
  } catch (error) {
    if (error instanceof BatchThrottled) throw error;
    return { probes: [], fault: describeError(error) };
  }
}

type Nodes = NonNullable<Awaited<ReturnType<BatchReader['listNodes']>>>;

/** The nodes of a pool to ask, those that have waited longest first. */
function probesFor(
  { account, poolId }: PoolName,
  seen: { readonly nodes: Nodes; readonly recordOf: ReadonlyMap<string, TaggedHealthRecord>; readonly run: Run },
): readonly NodeProbe[] {
  const { nodes, recordOf, run } = seen;
  const asked = new Map(
    nodes.flatMap(({ id }) => {
      const known = recordOf.get(id.toLowerCase());
      return known === undefined ? [] : [[id, known.record] as const];
    }),
  );
  return selectNodesToAsk(nodes, asked, run.at).map(({ id }) => ({
    node: { account, poolId, nodeId: id },
    known: recordOf.get(id.toLowerCase()),
    ...run,
  }));
}

/** Records of a pool by node id in lower case. */
export function recordsById(records: readonly TaggedHealthRecord[]): ReadonlyMap<string, TaggedHealthRecord> {
  return new Map(records.map((tagged) => [tagged.record.nodeId.toLowerCase(), tagged]));
}

function keyOf({ poolId }: PoolName): string {
  return poolId.toLowerCase();
}
