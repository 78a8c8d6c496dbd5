import { POLICY_METADATA } from '../../../core/policy/choose-policy.ts';
import type { PoolFacts } from '../../../core/pool/snapshot.ts';
import { OWNER_METADATA } from '../../../core/savings/day-figures.ts';
import { millisecondsFromWire } from './from-wire-time.ts';
import { membersOf } from './members-of.ts';

/** The members of a pool that `fromWirePool` reads. */
export const POOL_MEMBERS =
  'id,creationTime,state,allocationState,enableAutoScale,virtualMachineConfiguration,taskSlotsPerNode,metadata,vmSize';

/** The members of a pool that is read on its own. */
export const ONE_POOL_MEMBERS = `${POOL_MEMBERS},eTag`;

/** Parses a pool; invalid members count as not known. `undefined` without an id. */
export function fromWirePool(wire: unknown, account: string): PoolFacts | undefined {
  const pool = (typeof wire === 'object' && wire !== null ? wire : {}) as Readonly<Record<string, unknown>>;
  const { id, state, allocationState, enableAutoScale, virtualMachineConfiguration, taskSlotsPerNode } = pool;
  if (typeof id !== 'string' || id === '') return undefined;
  return {
    account,
    poolId: id,
    state: state === 'active' || state === 'deleting' ? state : 'unknown',
    allocationState: isAllocationState(allocationState) ? allocationState : 'unknown',
    autoScale: typeof enableAutoScale === 'boolean' ? enableAutoScale : undefined,
    virtualMachineConfiguration:
      typeof virtualMachineConfiguration === 'object' && virtualMachineConfiguration !== null,
    taskSlotsPerNode: fromWireSlots(taskSlotsPerNode),
    metadata: fromWireMetadata(pool['metadata']),
    machine: fromWireMachine(pool),
    createdAt: millisecondsFromWire(pool['creationTime']),
    ...(typeof pool['eTag'] === 'string' && { tag: pool['eTag'] }),
  };
}

/** The node agent SKU of Windows contains the word in every version. */
function fromWireMachine({ vmSize, virtualMachineConfiguration }: Readonly<Record<string, unknown>>) {
  if (typeof vmSize !== 'string' || vmSize === '') return undefined;
  return { size: vmSize, windows: /windows/i.test(String(membersOf(virtualMachineConfiguration)['nodeAgentSKUId'])) };
}

function isAllocationState(state: unknown): state is 'steady' | 'resizing' | 'stopping' {
  return state === 'steady' || state === 'resizing' || state === 'stopping';
}

/**
 * "The default value is 1", so the member may be missing.
 * https://learn.microsoft.com/rest/api/batchservice/pools/get-pool (api-version 2025-06-01)
 */
function fromWireSlots(slots: unknown): number | undefined {
  if (slots === undefined) return 1;
  return typeof slots === 'number' && Number.isInteger(slots) && slots >= 1 ? slots : undefined;
}

/** The metadata of a pool that the app uses. What else its owner has written is not kept: it can be longer than a message. */
const USED_METADATA: readonly string[] = [POLICY_METADATA, OWNER_METADATA];

/** Longer than any id, so that a policy named by a longer text does not exist, whatever of the text is kept. */
const LONGEST_VALUE = 256;

function fromWireMetadata(metadata: unknown): ReadonlyMap<string, string> {
  if (!Array.isArray(metadata)) return new Map();
  return new Map(
    metadata.flatMap((item: unknown) => {
      const { name, value } = (item ?? {}) as { readonly name?: unknown; readonly value?: unknown };
      if (typeof name !== 'string' || typeof value !== 'string' || !USED_METADATA.includes(name)) return [];
      return [[name, value.slice(0, LONGEST_VALUE)] as const];
    }),
  );
}
