import type { Temporal } from 'temporal-polyfill';
import type { Mode } from '../core/policy/policy.ts';
import type { Decision } from '../core/pool/decision.ts';
import { withLeaving } from '../core/pool/leaving.ts';
import type { NodeSnapshot } from '../core/pool/snapshot.ts';
import type { Target } from '../core/pool/target.ts';
import { nextEdge } from '../core/schedule/capacity-at.ts';
import { type WeighedClaim, weighClaims } from '../core/schedule/claims.ts';
import { timelineOf } from '../core/schedule/timeline.ts';
import { decidePool } from './decide-pool.ts';
import { readDocuments } from './documents/read-documents.ts';
import { AppError } from './errors.ts';
import type { Ports } from './ports.ts';

/** How far the next edge is looked for. */
const HORIZON_HOURS = 40 * 24;

/** What would be decided for a pool at an instant, and everything that speaks for and against it. */
export interface PoolExplanation {
  readonly account: string;
  readonly poolId: string;
  readonly at: Temporal.Instant;
  readonly policy: { readonly id: string; readonly mode: Mode; readonly because: string } | undefined;
  /** Why the pool is left alone as a whole. */
  readonly leftAlone: string | undefined;
  readonly target: Target | undefined;
  /** What the schedules ask at the instant, those first that count. */
  readonly claims: readonly WeighedClaim[];
  /** When the schedules ask something else. */
  readonly nextEdge: Temporal.Instant | undefined;
  readonly decisions: readonly (Decision & { readonly node: NodeSnapshot | undefined })[];
}

/** What to explain: a pool, one of its nodes, now or at another instant. */
export interface PoolQuestion {
  readonly account: string;
  readonly poolId: string;
  readonly nodeId?: string | undefined;
  readonly at?: Temporal.Instant | undefined;
}

/**
 * Explains what is decided for a pool, or would be at another instant if its nodes stayed as they are: by the same code that
 * decides.
 * @throws AppError AccountNotFound, PoolNotFound, NodeNotFound
 */
export async function explainPool(
  ports: Ports,
  { account, poolId, nodeId, at }: PoolQuestion,
): Promise<PoolExplanation> {
  if (!ports.batch.accounts.includes(account))
    throw new AppError('AccountNotFound', `No account '${account}' is looked after.`);
  const pool = { account, poolId };
  const [facts, listed, documents, fenced] = await Promise.all([
    ports.batch.getPool(pool),
    ports.batch.listNodes(pool),
    readDocuments(ports.documents),
    ports.poolStates.get(pool),
  ]);
  if (facts === undefined || listed === undefined) {
    throw new AppError(
      'PoolNotFound',
      `The account '${account}' has no pool '${poolId}'; GET /api/accounts/${account}/pools lists them.`,
    );
  }
  const now = at ?? (await ports.clock.now());
  const nodes = withLeaving(listed, fenced?.state.leaving ?? []);
  const { ruling, plan } = decidePool({ facts, nodes, documents, now });
  const schedules = ruling.kind === 'policy' ? ruling.schedules : [];
  const timelines = schedules.map((schedule) => timelineOf(schedule, now, now.add({ hours: HORIZON_HOURS })));
  const decisions = plan.decisions.filter(
    (decision) => nodeId === undefined || decision.nodeId.toLowerCase() === nodeId.toLowerCase(),
  );
  if (nodeId !== undefined && decisions.length === 0) {
    throw new AppError('NodeNotFound', `The pool '${poolId}' has no node '${nodeId}'.`);
  }
  return {
    account: facts.account,
    poolId: facts.poolId,
    at: now,
    policy:
      ruling.kind === 'policy' ? { id: ruling.name, mode: ruling.policy.mode, because: ruling.because } : undefined,
    leftAlone: plan.leftAlone,
    target: plan.target,
    claims: weighClaims(timelines, now),
    nextEdge: nextEdge(timelines, now),
    decisions: decisions.map((decision) => ({ ...decision, node: nodes.find(({ id }) => id === decision.nodeId) })),
  };
}
