import type { Temporal } from 'temporal-polyfill';
import type { CapacityOutlook } from '../../core/plan/capacity-outlook.ts';
import type { DirectiveWarning } from '../../core/plan/directive-warnings.ts';
import type { CapacityFrom } from '../../core/plan/next-change.ts';
import type { Mode } from '../../core/policy/policy.ts';
import type { Act } from '../../core/pool/act.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';

/** What holds for a pool: the policy, and the capacity that is asked for; or why nothing is. */
export interface PoolState {
  readonly policy: string | undefined;
  readonly mode: Mode | undefined;
  readonly reason: string | undefined;
  readonly capacity: CapacityFrom | undefined;
  /** What is asked for in the days ahead, of a change that holds for long. */
  readonly outlook?: CapacityOutlook | undefined;
}

/** What a change does to a pool. */
export interface PoolEffect extends PoolName {
  readonly before: PoolState;
  readonly after: PoolState;
}

/** An act on a node that a change brings about. */
export interface EffectiveAct {
  readonly node: string;
  readonly action: Act;
  readonly reason: string;
}

/** What a change or an act by hand will do, found out by the code that does it, with nothing done. */
export interface Effect {
  /** For which instant it was found out. */
  readonly at: Temporal.Instant;
  /** In a sentence. */
  readonly says: string;
  /** The pools for which something else holds after it. */
  readonly pools: readonly PoolEffect[];
  /** What the next evaluation does because of it. */
  readonly acts: readonly EffectiveAct[];
  /** Nodes that were named and stay as they are, each with its reason. */
  readonly left: readonly { readonly node: string; readonly reason: string }[];
  /** What would be done without it and is not done with it. */
  readonly avoided: readonly EffectiveAct[];
  readonly warnings: readonly DirectiveWarning[];
}

/** Acts in words: `3 nodes are started, 1 node is deallocated`. */
export function describeActs(acts: readonly Pick<EffectiveAct, 'action'>[]): string {
  const counts = [...Map.groupBy(acts, ({ action }) => action)].map(
    ([action, of]) => `${of.length} ${of.length === 1 ? 'node is' : 'nodes are'} ${DONE[action]}`,
  );
  return counts.length === 0 ? 'no node is started or deallocated' : counts.join(', ');
}

const DONE: Readonly<Record<Act, string>> = {
  start: 'started',
  deallocate: 'deallocated',
  quarantine: 'quarantined',
  reboot: 'rebooted',
  reimage: 'reimaged',
  remove: 'removed from the pool',
};
