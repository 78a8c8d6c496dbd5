import type { Temporal } from 'temporal-polyfill';
import { compareDeclared, type Deviation } from '../../core/health/compare-declared.ts';
import type { DeclaredExtension, ExtensionHealth } from '../../core/health/extension.ts';
import { isOfThisBoot, judgeNode, type NodeHealth } from '../../core/health/judge-node.ts';
import { isAllocatedState } from '../../core/pool/node-state.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { isOfClockAhead } from '../../core/time/clock-skew.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader, NodeName } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import { AppError, BatchThrottled } from '../../ports/errors.ts';
import type { HasExtensions } from '../../ports/extensions.ts';
import type { HasHealthRecords, TaggedHealthRecord } from '../../ports/health-records.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import { poolNotFound, requireAccount, requirePool } from '../pools/require-pool.ts';
import { probeNode } from './probe-node.ts';

/** A request for the health of a node. */
export interface NodeHealthQuestion {
  readonly node: NodeName;
  readonly maxAge: Temporal.Duration;
  /** `true` asks the node now. */
  readonly fresh: boolean;
  readonly actor: string;
}

/** The health of a node, with its answer for each extension. */
export interface NodeHealthReport {
  readonly at: Temporal.Instant;
  readonly nodeId: string;
  readonly health: NodeHealth;
  /** When the node gave this answer; `undefined` if it was never asked. */
  readonly askedAt: Temporal.Instant | undefined;
  readonly extensions: readonly ExtensionHealth[];
  readonly declared: readonly DeclaredExtension[];
  readonly deviations: readonly Deviation[];
  /** Remarks on the answer, one sentence each. */
  readonly notes: readonly string[];
}

/** The ports that describeNodeHealth uses. */
export type DescribeNodeHealthPorts = HasAuditReader &
  HasAuditWriter &
  HasBatchReader &
  HasClock &
  HasExtensions &
  HasHealthRecords &
  HasNewCorrelation;

/**
 * The health of a node by its last answer. A node that has not answered since it was started is asked at once: that is one
 * request, and the answer is stored.
 * @throws AppError AccountNotFound, PoolNotFound, NodeNotFound
 */
export async function describeNodeHealth(
  ports: DescribeNodeHealthPorts,
  question: NodeHealthQuestion,
): Promise<NodeHealthReport> {
  const { node, maxAge, fresh } = question;
  requireAccount(ports, node.account);
  const [snapshot, declared, kept] = await Promise.all([
    ports.batch.getNode(node),
    ports.batch.getDeclaredExtensions(node),
    ports.health.get(node),
  ]);
  if (declared === undefined) throw poolNotFound(node);
  if (snapshot === undefined) throw nodeNotFound(node);
  const known = kept?.record.probe;
  const isOfNow = known !== undefined && !isOfClockAhead(known.at, await ports.clock.now());
  const isUseful = isAllocatedState(snapshot.state) && (fresh || !isOfNow || !isOfThisBoot(known, snapshot));
  const { probe, notes } = isUseful
    ? await askNow(ports, { ...question, snapshot }, kept)
    : { probe: known, notes: [] };
  const at = await ports.clock.now();
  const extensions = probe?.extensions ?? [];
  return {
    at,
    nodeId: snapshot.id,
    health: judgeNode(snapshot, probe, { declared, now: at, maxAge }),
    askedAt: probe?.at,
    extensions,
    declared,
    deviations: probe === undefined ? [] : compareDeclared(declared, extensions),
    notes: fresh && !isUseful ? [`it is ${snapshot.state}: it cannot be probed`] : notes,
  };
}

interface Answer {
  readonly probe: NonNullable<Kept>['record']['probe'];
  readonly notes: readonly string[];
}

type Kept = TaggedHealthRecord<ExtensionHealth> | undefined;

/** Asks a node. If that fails, the previous answer is used, with a note. @throws AppError NodeNotFound */
async function askNow(
  ports: DescribeNodeHealthPorts,
  { node, snapshot, actor }: NodeHealthQuestion & { readonly snapshot: NodeSnapshot },
  known: Kept,
): Promise<Answer> {
  // The audit log has pools and nodes in the spelling of Batch.
  const { account, poolId } = await requirePool(ports, node);
  const at = await ports.clock.now();
  const name = { account, poolId, nodeId: snapshot.id };
  const before = known?.record.probe;
  try {
    await ports.health.expectVisit({ account, poolId });
    const outcome = await probeNode(ports, { node: name, known, at, actor, correlation: ports.newCorrelation() });
    if (outcome.kind === 'gone') throw nodeNotFound(node);
    if (outcome.kind === 'answered') return { probe: outcome.record.probe, notes: [] };
    return { probe: before, notes: [outcome.fault] };
  } catch (error) {
    if (!(error instanceof BatchThrottled)) throw error;
    return { probe: before, notes: [describeError(error)] };
  }
}

function nodeNotFound({ account, poolId, nodeId }: NodeName): AppError {
  return new AppError('NodeNotFound', `The pool '${account}/${poolId}' has no node '${nodeId}'.`);
}
