import type { PoolName } from '../../core/pool/pool-name.ts';
import type { LogLine } from '../../ports/log.ts';
import type { Acting } from '../../ports/pool-states.ts';

const REMEMBERED = 5_000;

/**
 * Says once of each hold that somebody waits for it: an evaluation may be acting, or one that did not come to its end keeps
 * everybody else away until its right runs out. Gives no line where it was said before.
 */
export function holdLines(): (pool: PoolName, holder: Acting) => LogLine | undefined {
  const said = new Map<string, string>();
  return ({ account, poolId }, { correlation, until }) => {
    const pool = `${account}/${poolId.toLowerCase()}`;
    if (said.get(pool) === correlation) return undefined;
    if (said.size >= REMEMBERED) said.clear();
    said.set(pool, correlation);
    const message = `${correlation} is acting on ${poolId}, or did not come to its end: others wait until ${until} at the latest`;
    return { event: 'problem', account, pool: poolId, correlation, message };
  };
}
