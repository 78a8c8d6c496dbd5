import { decidePool, type PoolDecision, type PoolLook } from '../../core/plan/decide-pool.ts';
import { GivenUp, type HasAttempts } from '../../ports/attempts.ts';

/**
 * Decides for a pool, unless that has crashed the process twice with the same documents: these are not used until one of them
 * changes, and the pool is left alone. Evaluations and explanations decide in this way, so they agree.
 */
export async function attemptDecision({ attempts }: HasAttempts, look: PoolLook): Promise<PoolDecision> {
  const { effective } = look;
  if (effective.kind !== 'policy') return decidePool(look);
  const { documents, policy } = effective;
  const attempt = { key: `evaluation ${documents.join(' ')}`, what: `an evaluation by the policy "${policy.id}"` };
  const decided = await attempts.attempt(attempt, () => decidePool(look));
  if (!(decided instanceof GivenUp)) return decided;
  return decidePool({ ...look, setAside: decided.message });
}
