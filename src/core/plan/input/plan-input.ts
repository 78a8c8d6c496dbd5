import type { Temporal } from 'temporal-polyfill';
import type { WorkNodes } from '../../demand/work-nodes.ts';
import type { ForecastInput } from '../../forecast/forecast-input.ts';
import type { SharedLimit } from '../../limits/shared-limit.ts';
import type { PoolMemory } from '../../memory/memory.ts';
import type { Policy } from '../../policy/policy.ts';
import type { PoolSnapshot } from '../../pool/snapshot.ts';
import type { CapacityRequests, Target } from './capacity.ts';
import type { Fleet } from './fleet.ts';
import type { Maintenance } from './maintenance.ts';
import type { PoolFloor } from './pool-floor.ts';
import type { Sequence } from './sequence.ts';
import type { SiblingNeed } from './sibling.ts';

/** Everything that a plan is made from. The policy's schedules are laid out from before its jitter on, over at least the lead time. */
export interface PlanInput extends CapacityRequests {
  readonly pool: PoolSnapshot;
  readonly policy: Policy;
  readonly memory: PoolMemory;
  /** What the work of the pool needs; `undefined` where the policy does not ask for it. */
  readonly work: WorkNodes | undefined;
  /** What a forecast goes by; `undefined` where the demand of the pool was not seen. */
  readonly forecast: ForecastInput | undefined;
  /** The maintenance window that is open. */
  readonly maintenance: Maintenance | undefined;
  /** What pools share of an account and of the app; those that have no limit are left out. */
  readonly shared: readonly SharedLimit[];
  /** The pools that go on before this one, and those that go off before it. */
  readonly sequence: Sequence;
  /** What other pools lack because their starts fail, and ask of this one. */
  readonly siblings: readonly SiblingNeed[];
  readonly now: Temporal.Instant;
}

/** What a plan is made from, with the nodes counted and the capacity that the pool is brought to. */
export interface PlanView extends PlanInput {
  readonly fleet: Fleet;
  readonly target: Target;
  /** Where deallocated nodes may be given back: what must stay of the pool. */
  readonly floor: PoolFloor | undefined;
}
