import { removeAbruptly } from '../life/remove-abruptly.ts';
import { sentinelFault } from '../life/sentinel.ts';
import { type Draw, takeFault } from '../life/take-fault.ts';
import type { FaultBehavior } from '../world/fault.ts';
import { findJob, findPool } from '../world/find.ts';
import type { Account, World } from '../world/world.ts';
import { BatchError } from './batch-error.ts';
import type { Answer, Operation } from './operation.ts';
import { isRead } from './raw.ts';

/** A request into which a fault may be injected. */
export interface FaultCandidate {
  readonly operation: Operation;
  /** As sent, without the query. */
  readonly address: string;
  /** The parameters of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly account: Account;
}

/** The fault to inject into a request: that of a sentinel id, or else the next fault that matches. */
export function drawFault(world: World, { operation, address, path, account }: FaultCandidate): Draw {
  const byName = sentinelFaultFor(operation, idsOfThings(account, path));
  if (byName !== undefined) return { fault: byName, changed: !isRead(operation.method) };
  return takeFault(world, {
    operation: operation.name,
    path: address,
    method: operation.method,
    account: account.name,
    namesNode: path['nodeId'] !== undefined,
  });
}

/** A sentinel id affects changes only; one of them slows down the pages of lists. */
function sentinelFaultFor({ method, name }: Operation, ids: readonly string[]): FaultBehavior | undefined {
  if (!isRead(method)) return sentinelFault(ids, 'changes');
  return name.includes('_List') ? sentinelFault(ids, 'lists') : undefined;
}

/** Handles a request with a fault injected, or without one. @throws BatchError */
export function applyFault(
  fault: FaultBehavior | undefined,
  { world, path, account }: { readonly world: World } & Pick<FaultCandidate, 'path' | 'account'>,
  handle: () => Answer,
): Answer | 'no-answer' {
  if (fault?.effect === 'reset') return 'no-answer';
  if (fault?.effect === 'refuse') throw errorOf(fault);
  if (fault?.effect === 'vanish') removeNamedNode(world, account, path);
  const answer = handle();
  if (fault?.effect === 'lose-answer') return 'no-answer';
  if (fault?.effect === 'fail-after') throw errorOf(fault);
  return answer;
}

/** Ids of existing resources only: a request that creates a resource with a sentinel id succeeds. */
function idsOfThings(account: Account, path: Readonly<Record<string, string>>): readonly string[] {
  const pool = findPool(account, path['poolId'] ?? path['poolName'] ?? '');
  const job = findJob(account, path['jobId'] ?? '');
  const task = job?.tasks.get((path['taskId'] ?? '').toLowerCase());
  return [pool, job, task].flatMap((thing) => (thing === undefined ? [] : [thing.id]));
}

function removeNamedNode(
  world: World,
  account: Account,
  { poolId = '', nodeId = '' }: Readonly<Record<string, string>>,
) {
  const pool = findPool(account, poolId);
  const node = pool?.nodes.get(nodeId.toLowerCase());
  if (pool !== undefined && node !== undefined) removeAbruptly(world, pool, node);
}

function errorOf({ code, retryAfter }: FaultBehavior): BatchError {
  const error = new BatchError(code);
  // "429 or 503 status code HTTP responses with the Retry-after header":
  // https://learn.microsoft.com/azure/batch/batch-retry-after-errors
  const throttles = error.status === 429 || error.status === 503;
  error.retryAfter = retryAfter ?? (throttles ? 1 : undefined);
  return error;
}
