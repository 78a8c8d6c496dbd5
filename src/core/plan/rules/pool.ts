import { poolGuard } from '../../pool/pool-guard.ts';
import type { DecidingRule } from '../input/deciding-rule.ts';

/** A pool that changes its own size, or is being deleted, is left alone. */
export const poolRule = {
  name: 'pool',
  decides: 'whether the pool can be managed at all',
  leavesPoolAlone: poolGuard,
  explains: () => ({ says: 'the pool can be managed', why: 'nothing excludes the whole pool' }),
} as const satisfies DecidingRule;
