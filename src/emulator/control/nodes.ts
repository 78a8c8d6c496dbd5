import * as z from 'zod';
import type { WireNodeState } from '../../wire/node.ts';
import { dispatch } from '../life/dispatch.ts';
import { enterState, type NodeEntry } from '../life/node-life.ts';
import { removeAbruptly } from '../life/remove-abruptly.ts';
import { requeueTask } from '../life/task-life.ts';
import { findPool } from '../world/find.ts';
import type { Account, Node, Pool, World } from '../world/world.ts';
import type { Control } from './control.ts';

/**
 * Without `running`, because a node is running when it runs tasks, and without `leavingpool`, because a leaving node is
 * removed.
 */
const STATES = [
  'creating',
  'starting',
  'waitingforstarttask',
  'starttaskfailed',
  'idle',
  'offline',
  'rebooting',
  'reimaging',
  'upgradingos',
  'unusable',
  'unknown',
  'preempted',
  'deallocating',
  'deallocated',
] as const satisfies readonly WireNodeState[];

const NODE_ERROR = z.strictObject({
  code: z.string().min(1),
  message: z.string().default(''),
  errorDetails: z.array(z.strictObject({ name: z.string(), value: z.string() })).default([]),
});

const CHANGE = z
  .strictObject({
    account: z.string().optional(),
    pool: z.string(),
    node: z.string(),
    state: z.enum(STATES).optional(),
    errors: z.array(NODE_ERROR).optional(),
    remove: z.literal(true).optional(),
  })
  .refine(({ state, remove }) => (state === undefined) !== (remove === undefined), 'Either state or remove: true.')
  .refine(({ state, errors }) => state !== undefined || errors === undefined, 'errors belong to a state.');

/** POST nodes: puts a node into a state, whatever its current state, or removes it from its pool. The journal records it. */
export const setNode: Control = (world, { body }) => {
  const { state, errors, ...where } = CHANGE.parse(body);
  const { pool, node } = nodeAt(world, where);
  if (state === undefined) removeAbruptly(world, pool, node);
  else force(world, pool, { node, state, ...(errors !== undefined && { errors }) });
  dispatch(world, pool);
  return { pool: pool.id, node: node.id, state: state ?? null };
};

function force(world: World, pool: Pool, entry: NodeEntry): void {
  const { node, state } = entry;
  // Its tasks are ending: the deallocation begins when the last one has ended.
  node.draining = state === 'deallocating' && node.running.size > 0 ? 'deallocate' : undefined;
  node.retainUntil = undefined;
  // "offline: not currently running a Task, and scheduling of new Tasks to the Compute Node is disabled" (BatchNodeState)
  node.schedulingEnabled = state !== 'offline';
  enterState(world, pool, entry);
  // A node that only the service cannot reach continues its tasks.
  if (state === 'unknown') return;
  for (const task of [...node.running]) requeueTask(world, pool, task);
}

interface Where {
  readonly account?: string | undefined;
  readonly pool: string;
  readonly node: string;
}

function nodeAt(world: World, { account, pool: poolId, node: nodeId }: Where): { pool: Pool; node: Node } {
  const owner = accountNamed(world, account);
  const pool = owner === undefined ? undefined : findPool(owner, poolId);
  const node = pool?.nodes.get(nodeId.toLowerCase());
  if (pool !== undefined && node !== undefined) return { pool, node };
  const missing = owner === undefined ? 'account' : pool === undefined ? 'pool' : 'node';
  throw new z.ZodError([
    { code: 'custom', path: [missing], message: `There is no such ${missing}.`, input: undefined },
  ]);
}

function accountNamed(world: World, name: string | undefined): Account | undefined {
  const [first] = world.accounts.values();
  return name === undefined ? first : world.accounts.get(name.toLowerCase());
}
