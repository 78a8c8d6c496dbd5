import { NODE_STATES, type NodeState } from '../../../core/pool/node-state.ts';
import type { NodeCounts, PoolCounts } from '../../../core/pool/pool-due.ts';
import { remember } from '../../../core/remember.ts';

const STATES: ReadonlySet<string> = new Set(NODE_STATES);

/** A field name is a state in another letter case (`upgradingOS`, `upgradingos`), or no state (`total`). */
const stateNamed = remember((field: string): NodeState | undefined => {
  const state = field.toLowerCase();
  return STATES.has(state) ? (state as NodeState) : undefined;
}, 64);

/** The nodes of one pool, by state. */
export function fromWireCounts(wire: unknown): { readonly poolId: string; readonly counts: PoolCounts } | undefined {
  const { poolId, dedicated, lowPriority } = recordOf(wire);
  if (typeof poolId !== 'string') return undefined;
  return { poolId, counts: { dedicated: countsIn(dedicated), spot: countsIn(lowPriority) } };
}

/** Of the many fields that are zero, none is looked up; most pools have no Spot nodes, and then no field is read. */
function countsIn(wire: unknown): NodeCounts {
  const fields = recordOf(wire);
  const counts: { [State in NodeState]?: number } = {};
  if (fields['total'] === 0) return counts;
  for (const field in fields) {
    const count = fields[field];
    const state = typeof count === 'number' && count !== 0 ? stateNamed(field) : undefined;
    if (state !== undefined) counts[state] = count as number;
  }
  return counts;
}

function recordOf(wire: unknown): Readonly<Record<string, unknown>> {
  return typeof wire === 'object' && wire !== null ? (wire as Readonly<Record<string, unknown>>) : {};
}
