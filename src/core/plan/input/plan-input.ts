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

/** The input of a plan. The timelines of the policy's schedules begin before its jitter, and cover at least the lead time. */
export interface PlanInput extends CapacityRequests {
  readonly pool: PoolSnapshot;
  readonly policy: Policy;
  readonly memory: PoolMemory;
  /** The nodes that the work of the pool needs; `undefined` if the policy does not consider work. */
  readonly work: WorkNodes | undefined;
  /** The input of the forecast; `undefined` if the demand was not observed. */
  readonly forecast: ForecastInput | undefined;
  /** The open maintenance window. */
  readonly maintenance: Maintenance | undefined;
  /** Limits that pools of an account, or of the app, share; only those that are set. */
  readonly shared: readonly SharedLimit[];
  /** The pools that must be ready before this one starts, and those that must be off before it goes off. */
  readonly sequence: Sequence;
  /** Nodes that other pools request from this one because their own starts fail. */
  readonly siblings: readonly SiblingNeed[];
  readonly now: Temporal.Instant;
}

/** The input of a plan, with the counted nodes and the target capacity. */
export interface PlanView extends PlanInput {
  readonly fleet: Fleet;
  readonly target: Target;
  /** If deallocated nodes may be removed: how many nodes the pool must keep. */
  readonly floor: PoolFloor | undefined;
}
