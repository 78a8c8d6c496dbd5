import type { WireNodeState } from '../../wire/node.ts';
import { happens } from '../world/chance.ts';
import type { InjectedStart, StartCause } from '../world/start-fault.ts';
import { toWireTime } from '../world/wire-time.ts';
import type { Node, Pool, World } from '../world/world.ts';
import { NO_CAPACITY, shortageFor } from './capacity.ts';
import { whyUnusable } from './extensions.ts';
import { enterState, expectStep, readyState } from './node-life.ts';
import { exceedsQuota } from './quota.ts';
import { waitsForStartTask } from './start-task.ts';
import { takeStartFault } from './take-start-fault.ts';

/** Ends a start: the node is ready or its start task begins, unless something is wrong. */
export function finishStart(world: World, pool: Pool, node: Node): void {
  const injected = injectedInto(world, pool, node);
  if (injected === undefined) return useNode(world, pool, node);
  const { outcome, errors } = injected;
  switch (outcome) {
    case 'stuck':
      return undefined;
    case 'deallocated':
    case 'unusable':
    case 'unknown':
      enterState(world, pool, { node, state: outcome, errors });
      return expectRecovery(world, node, injected);
    case 'offline':
      node.schedulingEnabled = false;
      return enterState(world, pool, { node, state: outcome, errors });
    default:
      return useFaultyNode(world, pool, { node, injected });
  }
}

/** Lets a booted node run its start task or become ready; a node whose extensions prevent that is unusable. */
export function useNode(world: World, pool: Pool, node: Node): void {
  node.lastBootTime = toWireTime(world.now);
  const reason = whyUnusable(pool);
  if (reason === undefined) {
    return enterState(world, pool, { node, state: waitsForStartTask(pool) ? 'waitingforstarttask' : readyState(node) });
  }
  // assumed: that such a node cannot be used is documented, the code of its error is not.
  return enterState(world, pool, { node, state: 'unusable', errors: [{ code: 'ExtensionFailed', message: reason }] });
}

/** Makes a node ready with a fault behind it: its start task, an extension or its application fails. */
function useFaultyNode(
  world: World,
  pool: Pool,
  { node, injected }: { readonly node: Node; readonly injected: InjectedStart },
): void {
  const { outcome, errors, extension } = injected;
  const { machine } = node;
  if (outcome === 'unhealthy') {
    const agent = machine.signals.at(-1)?.agent ?? 'healthy';
    machine.signals = [...machine.signals, { from: world.now, application: 'Unhealthy', agent, injected: true }];
  }
  if (extension !== undefined) machine.failedExtensions.set(extension.name.toLowerCase(), extension.message);
  if (outcome !== 'starttaskfailed') return useNode(world, pool, node);
  // On purpose: a pool without a start task shows the state all the same, so that a test needs none.
  if (!waitsForStartTask(pool)) return enterState(world, pool, { node, state: 'starttaskfailed', errors });
  machine.failsStartTask = true;
  return useNode(world, pool, node);
}

/** "Batch always tries to recover the VM" that it cannot reach: https://learn.microsoft.com/azure/batch/batch-pool-node-error-checking. */
function expectRecovery(world: World, node: Node, { outcome, recoversAfter }: InjectedStart): void {
  if (recoversAfter !== undefined && outcome !== 'deallocated') expectStep(world, node, recoversAfter);
}

/** The cause of a start, by the state before it. A node that a control request put into `starting` starts without faults. */
const CAUSES: Readonly<Partial<Record<WireNodeState, StartCause>>> = {
  creating: 'create',
  deallocated: 'start',
  rebooting: 'reboot',
  reimaging: 'reimage',
};

function injectedInto(world: World, pool: Pool, node: Node): InjectedStart | undefined {
  const cause = CAUSES[node.previousState];
  if (cause === undefined) return undefined;
  return (
    (cause === 'start' ? withoutCapacity(world, pool, node) : undefined) ?? takeStartFault(world, pool, { node, cause })
  );
}

/**
 * Deallocation releases the machine's capacity; shortages, the quota and the knob decide whether there is capacity later.
 */
function withoutCapacity(world: World, pool: Pool, { isDedicated }: Node): InjectedStart | undefined {
  const { share, shows } = world.knobs.startFailure;
  const shortage = shortageFor(world, pool);
  const fails =
    shortage !== undefined || (isDedicated && exceedsQuota(world, pool)) || (share > 0 && happens(world.chance, share));
  if (!fails) return undefined;
  const outcome = shortage?.outcome ?? shows;
  return {
    outcome,
    errors: outcome === 'unusable' ? [NO_CAPACITY] : [],
    extension: undefined,
    recoversAfter: undefined,
  };
}
