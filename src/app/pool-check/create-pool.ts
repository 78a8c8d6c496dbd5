import { poolCreationAnswered, poolCreationIntended } from '../../core/audit/pool-creation-events.ts';
import { recordId } from '../../core/audit/record.ts';
import type { Outcome } from '../../core/pool/act.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { checkPool } from '../../core/pool-check/check-pool.ts';
import type { PoolCheckContext } from '../../core/pool-check/context.ts';
import type { PoolCheckFinding } from '../../core/pool-check/pool-check-rule.ts';
import { outlineOfPool } from '../../core/pool-check/pool-outline.ts';
import { toArmBody } from '../../core/pool-check/to-arm-body.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock, HasWallClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasOpenCreations } from '../../ports/open-creations.ts';
import type { HasPoolResources, PoolCreation } from '../../ports/pool-resources.ts';
import { requireAccount } from '../pools/require-pool.ts';
import { checkPoolText } from './check-pool-text.ts';

/** A request to create a pool. */
export interface PoolRequest {
  readonly pool: PoolName;
  /** The body as received. */
  readonly text: string;
  readonly actor: string;
}

/** A pool that was created. */
export interface CreatedPool {
  /** As Azure Resource Manager returns it. */
  readonly pool: unknown;
  /** Warnings and advice. */
  readonly findings: readonly PoolCheckFinding[];
  readonly correlation: string;
}

/** The ports that createPool uses. */
export type CreatePoolPorts = HasAuditWriter &
  HasBatchReader &
  HasClock &
  HasNewCorrelation &
  HasOpenCreations &
  HasPoolResources &
  HasWallClock;

/**
 * Creates a pool through Azure Resource Manager after its body has passed every rule; with an intent in the audit log before,
 * and an outcome after it; if the process ends in between, the sweep records the outcome. An existing pool is never changed.
 * @throws AppError AccountNotFound, InvalidPool with every finding, PoolExists, Misconfigured, BatchUnavailable
 */
export async function createPool(ports: CreatePoolPorts, { pool, text, actor }: PoolRequest): Promise<CreatedPool> {
  requireAccount(ports, pool.account);
  const apiVersion = ports.batch.managementVersion;
  const { value, findings } = checkPoolText(text, { apiVersion, pool: pool.poolId });
  requireSound(findings);
  const existing = await ports.batch.findPoolResource(pool);
  if (existing !== undefined) throw poolExists(pool, differences(value, { apiVersion, existing }));

  const correlation = ports.newCorrelation();
  const body = toArmBody(value);
  const creation = await recorded(ports, { pool, actor, correlation, body });
  return { pool: accepted(pool, creation, findings), findings, correlation };
}

function requireSound(findings: readonly PoolCheckFinding[]): void {
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  const faults = errors.map(({ path, message }) => ({ path, message }));
  throw new AppError('InvalidPool', 'The pool is not created: its body breaks rules.', {
    faults,
    members: { findings },
  });
}

function differences(body: unknown, context: PoolCheckContext): readonly PoolCheckFinding[] {
  return checkPool(body, context).filter(({ rule }) => rule.startsWith('existing-'));
}

function poolExists({ account, poolId }: PoolName, findings: readonly PoolCheckFinding[]): AppError {
  return new AppError(
    'PoolExists',
    `The account '${account}' has a pool '${poolId}' already, which was left as it is. Extensions cannot be added to an existing pool, nor removed or updated: create a pool under another name with this body, let new jobs go there, and delete the old one when its jobs are done.`,
    { faults: findings.map(({ path, message }) => ({ path, message })), members: { findings } },
  );
}

interface Creation {
  readonly pool: PoolName;
  readonly actor: string;
  readonly correlation: string;
  readonly body: unknown;
}

async function recorded(
  ports: Omit<CreatePoolPorts, 'newCorrelation'>,
  { pool, actor, correlation, body }: Creation,
): Promise<PoolCreation> {
  // First, so that the sweep finds an intent that is left open. The sweep also deletes it.
  await ports.openCreations.put({ pool, correlation, begunAt: await ports.wallClock.now() });
  const now = async () => ({ at: await ports.clock.now(), actor, pool, correlation });
  const [intent] = await ports.audit.append([poolCreationIntended(await now(), outlineOfPool(body))]);
  const record = async (outcome: Outcome, reason: string) => {
    const answer = { outcome, reason, intent: intent === undefined ? '' : recordId(intent) };
    await ports.audit.append([poolCreationAnswered(await now(), answer)]);
  };
  const creation = await ports.batch.createPool(pool, { body, correlation }).catch(async (error: unknown) => {
    await record('failed', describeError(error));
    throw error;
  });
  await record(OUTCOMES[creation.kind], creation.reason);
  return creation;
}

const OUTCOMES = {
  created: 'accepted',
  exists: 'refused',
  refused: 'refused',
  unknown: 'unknown',
} as const satisfies Record<PoolCreation['kind'], Outcome>;

function accepted(pool: PoolName, creation: PoolCreation, findings: readonly PoolCheckFinding[]): unknown {
  switch (creation.kind) {
    case 'created':
      return creation.pool;
    case 'exists':
      throw poolExists(pool, []);
    case 'refused': {
      const message = `The pool is not created: ${creation.reason}`;
      if (!creation.isBodyWrong) throw new AppError('BatchUnavailable', message, { members: { findings } });
      const faults = [{ path: '$', message: creation.reason }];
      throw new AppError('InvalidPool', message, { faults, members: { findings } });
    }
    case 'unknown': {
      const message = `Whether the pool is created could not be found out: ${creation.reason}. Ask again: one that is there is not changed.`;
      throw new AppError('BatchUnavailable', message, { members: { findings } });
    }
  }
}
