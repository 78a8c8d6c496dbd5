import { poolKey } from '../../core/pool/pool-key.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import type { LogLine } from '../../ports/log.ts';
import type { Acting } from '../../ports/pool-states.ts';

const REMEMBERED = 5_000;

/**
 * Writes one line for each hold for which a process waits: an evaluation may be acting, or one that has died keeps the others
 * out until its lease expires.
 * @returns no line if there was one for this hold before
 */
export function holdLines(): (pool: PoolName, holder: Acting) => LogLine | undefined {
  const said = new Map<string, string>();
  return (pool, { correlation, until }) => {
    const { account, poolId } = pool;
    const key = poolKey(pool);
    if (said.get(key) === correlation) return undefined;
    if (said.size >= REMEMBERED) said.clear();
    said.set(key, correlation);
    const message = `${correlation} is acting on ${poolId}, or did not complete: others wait until ${until} at the latest`;
    return { event: 'problem', account, pool: poolId, correlation, message };
  };
}
