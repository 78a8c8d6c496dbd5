import * as api from '../../api/node-tasks.ts';
import { requireAccount } from '../../app/pools/require-pool.ts';
import type { NodeTask } from '../../ports/batch.ts';
import { AppError } from '../../ports/errors.ts';
import { type Operation, operation } from '../serving/operation.ts';

export const listNodeTasks = operation(api.listNodeTasks).by(async ({ path: { account, pool, node } }, ports) => {
  requireAccount(ports, account);
  const tasks = await ports.batch.listNodeTasks({ account, poolId: pool, nodeId: node });
  if (tasks === undefined) throw new AppError('NodeNotFound', `The pool '${pool}' has no node '${node}'.`);
  return { status: 200, body: { account, pool, node, tasks: tasks.toSorted(runningFirst).map(toView) } };
});

/** The operations on the tasks of nodes. */
export const NODE_TASKS: readonly Operation[] = [listNodeTasks];

function runningFirst(a: NodeTask, b: NodeTask): number {
  const last = ({ endedAt }: NodeTask) => endedAt?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  return last(a) === last(b) ? 0 : last(b) - last(a);
}

function toView({ job, task, state, startedAt, endedAt, exitCode }: NodeTask) {
  return {
    ...{ job, task, state },
    startedAt: startedAt?.toString() ?? null,
    endedAt: endedAt?.toString() ?? null,
    exitCode: exitCode ?? null,
  };
}
