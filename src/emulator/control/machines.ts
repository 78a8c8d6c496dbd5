import * as z from 'zod';
import { findPool } from '../world/find.ts';
import type { Node, World } from '../world/world.ts';
import type { Control } from './control.ts';

const NODES = { account: z.string().optional(), pool: z.string(), node: z.string().optional() };

const HEALTH = z.strictObject({
  ...NODES,
  application: z.enum(['Healthy', 'Unhealthy', 'Unknown']).optional(),
  agent: z.enum(['healthy', 'unhealthy', 'unknown']).optional(),
  answer: z.strictObject({ status: z.int().min(100).max(599).default(200), body: z.string().max(65_536) }).optional(),
});

/**
 * POST health: sets what probes of the Application Health extension find from now on, on one node or on all nodes of a pool:
 * the states of application and agent, or the `answer` of the user's own health server, which applies until the next such
 * request.
 */
export const setHealth: Control = (world, { body }) => {
  const { application, agent, answer, ...where } = HEALTH.parse(body);
  const nodes = nodesAt(world, where);
  for (const { machine } of nodes) {
    const last = machine.signals.at(-1) ?? { application: 'Healthy', agent: 'healthy' };
    const sides = { application: application ?? last.application, agent: agent ?? last.agent };
    const next = { ...sides, from: world.now, ...(answer !== undefined && { answer }) };
    machine.signals = [...machine.signals, next];
  }
  return { nodes: nodes.map(({ id }) => id) };
};

const OUTCOME = z.strictObject({
  ...NODES,
  name: z.string(),
  outcome: z.enum(['succeeded', 'failed']),
  message: z.string(),
});

/** POST extensions: sets the outcome of an extension of one node, or of all nodes of a pool. */
export const setExtensionOutcome: Control = (world, { body }) => {
  const { name, outcome, message, ...where } = OUTCOME.parse(body);
  const nodes = nodesAt(world, where);
  for (const { machine } of nodes) machine.extensionOutcomes.set(name.toLowerCase(), { outcome, message });
  return { nodes: nodes.map(({ id }) => id) };
};

interface Where {
  readonly account?: string | undefined;
  readonly pool: string;
  readonly node?: string | undefined;
}

function nodesAt(world: World, { account, pool, node }: Where): readonly Node[] {
  const [first] = world.accounts.values();
  const found = account === undefined ? first : world.accounts.get(account.toLowerCase());
  const nodes = [...((found && findPool(found, pool))?.nodes.values() ?? [])].filter(
    ({ id }) => node === undefined || id.toLowerCase() === node.toLowerCase(),
  );
  if (nodes.length > 0) return nodes;
  const path = node === undefined ? 'pool' : 'node';
  throw new z.ZodError([{ code: 'custom', path: [path], message: 'There is no such node.', input: undefined }]);
}
