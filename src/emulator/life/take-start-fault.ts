import { happens } from '../world/chance.ts';
import { matchesGlob } from '../world/glob.ts';
import { isInForce, isSame, type StartCause, type StartFault } from '../world/start-fault.ts';
import type { Node, Pool, World } from '../world/world.ts';

/**
 * Takes the fault that affects a start that ends now, if there is one: the first that matches and whose probability decides for
 * it.
 */
export function takeStartFault(world: World, pool: Pool, start: Start): StartFault | undefined {
  const fault = world.startFaults.find(
    (candidate) =>
      matches(candidate, pool, start) &&
      isInForce(candidate, world.now) &&
      (candidate.share === undefined || happens(candidate.chance ?? world.chance, candidate.share)),
  );
  if (fault?.times !== undefined) {
    fault.times -= 1;
    if (fault.times <= 0) world.startFaults = world.startFaults.filter((other) => other !== fault);
  }
  return fault;
}

/** A start of a node, and its cause. */
export interface Start {
  readonly node: Node;
  readonly cause: StartCause;
}

/** Records that a node was rebooted or reimaged: faults that this repairs no longer affect its starts. */
export function repair(world: World, node: Node, by: 'reboot' | 'reimage'): void {
  for (const { repairedBy, repaired } of world.startFaults) {
    if (repairedBy !== undefined && (repairedBy === by || by === 'reimage')) repaired.add(node.id);
  }
}

function matches(fault: StartFault, pool: Pool, { node, cause }: Start): boolean {
  return (
    fault.causes.includes(cause) &&
    !fault.repaired.has(node.id) &&
    matchesPool(fault, pool) &&
    matchesNode(fault, pool, node)
  );
}

function matchesPool({ account, pool: pattern, vmSize }: StartFault, pool: Pool): boolean {
  return (
    (account === undefined || isSame(account, pool.account)) &&
    (pattern === undefined || matchesGlob(pattern, pool.id)) &&
    (vmSize === undefined || isSame(vmSize, pool.settings.vmSize))
  );
}

function matchesNode({ nodes, nodeNumbers }: StartFault, pool: Pool, node: Node): boolean {
  if (nodes?.some((id) => isSame(id, node.id)) === false) return false;
  return nodeNumbers === undefined || nodeNumbers.includes([...pool.nodes.values()].indexOf(node) + 1);
}
