import type { Temporal } from 'temporal-polyfill';
import type { DeclaredExtension } from '../../core/health/extension.ts';
import { type Help, helpFor } from '../../core/health/help.ts';
import { judgeNode, type NodeHealth } from '../../core/health/judge-node.ts';
import { judgePool, type PoolHealth, withTrouble } from '../../core/health/judge-pool.ts';
import type { FoundExtension } from '../../core/health/probe.ts';
import { type Trouble, troubleIn } from '../../core/health/trouble.ts';
import { NO_MEMORY, type PoolMemory } from '../../core/memory/memory.ts';
import { memoryOfPool } from '../../core/memory/memory-of-pool.ts';
import { isAskableState } from '../../core/pool/node-state.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import type { Amount } from '../../core/schedule/amount.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { BatchReader, HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasExtensions } from '../../ports/extensions.ts';
import type { HasHealthRecords, TaggedHealthRecord } from '../../ports/health-records.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasPoolStateReader } from '../../ports/pool-states.ts';
import { poolNotFound, requireAccount, requirePool } from '../pools/require-pool.ts';
import type { NodeProbe } from './probe-node.ts';
import { probeNodes } from './probe-nodes.ts';

/** A request for the health of a pool. */
export interface PoolHealthQuestion {
  readonly pool: PoolName;
  readonly minHealthy: Amount;
  readonly maxAge: Temporal.Duration;
  /** `true` asks the nodes now. */
  readonly fresh: boolean;
  readonly actor: string;
}

/** The health of a pool and of each node. */
export interface PoolHealthReport {
  readonly at: Temporal.Instant;
  readonly declared: readonly DeclaredExtension[];
  readonly health: PoolHealth;
  readonly nodes: readonly NodeHealth[];
  /** The last answer of each node, by node id. */
  readonly extensionsOf: (nodeId: string) => readonly FoundExtension[];
  readonly help: readonly Help[];
  /** What is broken, since when, and what was tried. */
  readonly trouble: Trouble;
  /** Remarks on the answer, one sentence each. */
  readonly notes: readonly string[];
}

/** One request asks at most this many nodes; the others keep their place in the order. */
export const MOST_ASKED_ANEW = 100;

/** The ports that describePoolHealth uses. */
export type DescribePoolHealthPorts = HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasClock &
  HasExtensions &
  HasHealthRecords &
  HasNewCorrelation &
  HasPoolStateReader;

/**
 * The health of a pool, from the current states of its nodes and their last answers.
 * @throws AppError AccountNotFound, PoolNotFound
 */
export async function describePoolHealth(
  ports: DescribePoolHealthPorts,
  question: PoolHealthQuestion,
): Promise<PoolHealthReport> {
  const { pool, minHealthy, maxAge, fresh } = question;
  requireAccount(ports, pool.account);
  const [declared, nodes] = await Promise.all([ports.batch.getDeclaredExtensions(pool), ports.batch.listNodes(pool)]);
  if (declared === undefined || nodes === undefined) throw poolNotFound(pool);
  const notes = fresh ? await askAnew(ports, question, nodes) : [];
  const [records, memory] = await Promise.all([ports.health.listOf(pool), troubledMemory(ports, pool)]);
  const probes = probesById(records);
  // Read again, because another process may have asked the nodes a moment ago, by a later time.
  const at = await ports.clock.now();
  const standard = { declared, now: at, maxAge };
  const judged = nodes.map((node) => judgeNode(node, probes.get(node.id.toLowerCase()), standard));
  const extensionsOf = (nodeId: string) => probes.get(nodeId.toLowerCase())?.extensions ?? [];
  const trouble = troubleIn({ nodes, memory, price: undefined, now: at });
  const health = withTrouble(judgePool(judged, minHealthy), trouble);
  return { at, declared, health, nodes: judged, extensionsOf, help: helpFor(judged, extensionsOf), trouble, notes };
}

/** The memory of a pool; that of an earlier pool of the same id does not count. A pool without failures is not read for that. */
async function troubledMemory(ports: HasBatchReader & HasPoolStateReader, pool: PoolName): Promise<PoolMemory> {
  const memory = (await ports.poolStates.get(pool))?.state.memory ?? NO_MEMORY;
  const { startBackOff, circuit, failedStarts, failedGate } = memory;
  const isTroubled = startBackOff !== undefined || circuit !== undefined || failedStarts.length + failedGate.length > 0;
  return isTroubled ? memoryOfPool(memory, (await ports.batch.getPool(pool)) ?? {}) : memory;
}

type Nodes = NonNullable<Awaited<ReturnType<BatchReader['listNodes']>>>;

async function askAnew(
  ports: DescribePoolHealthPorts,
  { pool, actor }: PoolHealthQuestion,
  nodes: Nodes,
): Promise<readonly string[]> {
  const at = await ports.clock.now();
  // The audit log has pools in the spelling of Batch.
  const { account, poolId } = await requirePool(ports, pool);
  const known = new Map((await ports.health.listOf(pool)).map((one) => [one.record.nodeId.toLowerCase(), one]));
  const triedAt = ({ id }: NodeSnapshot) => known.get(id.toLowerCase())?.record.triedAt.epochMilliseconds ?? 0;
  const askable = nodes.filter(({ state }) => isAskableState(state)).toSorted((a, b) => triedAt(a) - triedAt(b));
  const correlation = ports.newCorrelation();
  const probes = askable.slice(0, MOST_ASKED_ANEW).map(({ id }): NodeProbe => {
    const node = { account, poolId, nodeId: id };
    return { node, known: known.get(id.toLowerCase()), at, actor, correlation };
  });
  if (probes.length > 0) await ports.health.expectVisit({ account, poolId });
  const { problems, givenUp } = await probeNodes(ports, probes);
  const left = askable.length - probes.length;
  const most = left === 0 ? [] : [`${left} nodes were not probed again: at most ${MOST_ASKED_ANEW} are`];
  return [...problems, ...givenUp, ...most];
}

function probesById(records: readonly TaggedHealthRecord[]) {
  return new Map(
    records.flatMap(({ record: { nodeId, probe } }) =>
      probe === undefined ? [] : [[nodeId.toLowerCase(), probe] as const],
    ),
  );
}
