import type { Temporal } from 'temporal-polyfill';
import type { CapacityOutlook } from '../../core/plan/capacity-outlook.ts';
import type { DirectiveWarning } from '../../core/plan/directive-warnings.ts';
import type { CapacityFrom } from '../../core/plan/next-change.ts';
import type { Mode } from '../../core/policy/policy.ts';
import type { Act } from '../../core/pool/act.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';

/** The policy of a pool and the capacity that is requested; or why there is none. */
export interface PoolState {
  readonly policy: string | undefined;
  readonly mode: Mode | undefined;
  readonly reason: string | undefined;
  readonly capacity: CapacityFrom | undefined;
  /** The capacity requested in the coming days, for a change that lasts. */
  readonly outlook?: CapacityOutlook | undefined;
}

/** The effect of a change on a pool. */
export interface PoolEffect extends PoolName {
  readonly before: PoolState;
  readonly after: PoolState;
}

/** An act on a node that a change causes. */
export interface EffectiveAct {
  readonly node: string;
  readonly action: Act;
  readonly reason: string;
}

/** The effect of a change or a request of a person, computed by the code that carries it out. Nothing is done. */
export interface Effect {
  /** The instant for which the effect was computed. */
  readonly at: Temporal.Instant;
  /** One sentence for people. */
  readonly says: string;
  /** The pools whose policy or capacity changes. */
  readonly pools: readonly PoolEffect[];
  /** The acts of the next evaluation that the change causes. */
  readonly acts: readonly EffectiveAct[];
  /** Nodes that the request names and that stay as they are, each with its reason. */
  readonly left: readonly { readonly node: string; readonly reason: string }[];
  /** The acts that would be made without the change, and are not made with it. */
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
