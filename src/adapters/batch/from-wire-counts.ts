import { NODE_STATES, type NodeState } from '../../core/pool/node-state.ts';
import type { NodeCounts } from '../../core/pool/pool-due.ts';
import { remember } from '../../core/remember.ts';

const STATES: ReadonlySet<string> = new Set(NODE_STATES);

/** A field name is a state in another letter case (`upgradingOS`, `upgradingos`), or no state (`total`). */
const stateNamed = remember((field: string): NodeState | undefined => {
  const state = field.toLowerCase();
  return STATES.has(state) ? (state as NodeState) : undefined;
}, 64);

/** The dedicated nodes of one pool, by state; of the many fields that are zero, none is looked up. */
export function fromWireCounts(wire: unknown): { readonly poolId: string; readonly counts: NodeCounts } | undefined {
  const { poolId, dedicated } = recordOf(wire);
  if (typeof poolId !== 'string') return undefined;
  const counts: { [State in NodeState]?: number } = {};
  const fields = recordOf(dedicated);
  for (const field in fields) {
    const count = fields[field];
    const state = typeof count === 'number' && count !== 0 ? stateNamed(field) : undefined;
    if (state !== undefined) counts[state] = count as number;
  }
  return { poolId, counts };
}

function recordOf(wire: unknown): Readonly<Record<string, unknown>> {
  return typeof wire === 'object' && wire !== null ? (wire as Readonly<Record<string, unknown>>) : {};
}
