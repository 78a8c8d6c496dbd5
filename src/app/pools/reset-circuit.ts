import type { PoolName } from '../../core/pool/pool-name.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import type { HasCircuitResets } from '../../ports/pool-notes.ts';
import { type ChangePorts, changing } from './change-note.ts';
import { requirePool } from './require-pool.ts';

/** A reset ends with the next opening of the circuit, and is deleted after a day. */
const RESET_HOURS = 24;

/**
 * Resets the circuit of a pool's gate at the next evaluation, whether or not it is open.
 * @throws AppError AccountNotFound, PoolNotFound
 */
export async function resetCircuit(
  ports: ChangePorts & HasCircuitResets,
  pool: PoolName,
  { actor, correlation = ports.newCorrelation() }: { readonly actor: string; readonly correlation?: string },
): Promise<{ readonly at: string; readonly correlation: string }> {
  const facts = await requirePool(ports, pool);
  const now = await ports.clock.now();
  const note = { account: facts.account, poolId: facts.poolId, id: 'circuit', until: now.add({ hours: RESET_HOURS }) };
  const reset = { at: now.toString(), actor };
  const change = { actor, pool: facts, reason: 'the circuit is reset', before: undefined, after: reset, correlation };
  await changing(ports, { ...change, action: 'circuit.reset' }, () =>
    ports.circuitResets.put({ ...note, text: asciiJson({ ...reset, correlation }) }),
  );
  return { at: reset.at, correlation };
}
