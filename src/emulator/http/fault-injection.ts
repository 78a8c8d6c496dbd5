import type { Mishap } from '../world/fault.ts';
import { findJob, findPool } from '../world/find.ts';
import { vanish } from '../world/remove-abruptly.ts';
import { mishapOf } from '../world/sentinel.ts';
import { type Draw, takeFault } from '../world/take-fault.ts';
import type { Account, World } from '../world/world.ts';
import { BatchError } from './batch-error.ts';
import type { Answer, Operation } from './operation.ts';
import { isRead } from './raw.ts';

/** A request that something may go wrong with. */
export interface Endangered {
  readonly operation: Operation;
  /** As it was sent, without the query. */
  readonly address: string;
  /** The parameters of the path. */
  readonly path: Readonly<Record<string, string>>;
  readonly account: Account;
}

/** What goes wrong with a request: what its ids ask for, or else the next fault that matches. */
export function misfortune(world: World, { operation, address, path, account }: Endangered): Draw {
  const byName = mishapByName(operation, idsOfThings(account, path));
  if (byName !== undefined) return { fault: byName, changed: !isRead(operation.method) };
  return takeFault(world, {
    operation: operation.name,
    path: address,
    method: operation.method,
    account: account.name,
    namesNode: path['nodeId'] !== undefined,
  });
}

/** Reads go well, whatever the ids are, but for lists whose pages are slow. */
function mishapByName({ method, name }: Operation, ids: readonly string[]): Mishap | undefined {
  if (!isRead(method)) return mishapOf(ids, 'changes');
  return name.includes('_List') ? mishapOf(ids, 'lists') : undefined;
}

/** Handles a request in spite of what goes wrong with it. @throws BatchError */
export function suffer(
  fault: Mishap | undefined,
  { world, path, account }: { readonly world: World } & Pick<Endangered, 'path' | 'account'>,
  handle: () => Answer,
): Answer | 'no-answer' {
  if (fault?.effect === 'reset') return 'no-answer';
  if (fault?.effect === 'refuse') throw errorOf(fault);
  if (fault?.effect === 'vanish') vanishNamed(world, account, path);
  const answer = handle();
  if (fault?.effect === 'lose-answer') return 'no-answer';
  if (fault?.effect === 'fail-after') throw errorOf(fault);
  return answer;
}

/** Only of what is there: a request that creates something goes well, whatever it is called. */
function idsOfThings(account: Account, path: Readonly<Record<string, string>>): readonly string[] {
  const pool = findPool(account, path['poolId'] ?? path['poolName'] ?? '');
  const job = findJob(account, path['jobId'] ?? '');
  const task = job?.tasks.get((path['taskId'] ?? '').toLowerCase());
  return [pool, job, task].flatMap((thing) => (thing === undefined ? [] : [thing.id]));
}

function vanishNamed(world: World, account: Account, { poolId = '', nodeId = '' }: Readonly<Record<string, string>>) {
  const pool = findPool(account, poolId);
  const node = pool?.nodes.get(nodeId.toLowerCase());
  if (pool !== undefined && node !== undefined) vanish(world, pool, node);
}

function errorOf({ code, retryAfter }: Mishap): BatchError {
  const error = new BatchError(code);
  // "429 or 503 status code HTTP responses with the Retry-after header":
  // https://learn.microsoft.com/azure/batch/batch-retry-after-errors
  const throttles = error.status === 429 || error.status === 503;
  error.retryAfter = retryAfter ?? (throttles ? 1 : undefined);
  return error;
}
