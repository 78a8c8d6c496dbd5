import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../core/policy/policy.ts';
import type { Schedule } from '../core/schedule/schedule.ts';

/** What pools do without a forecast, for comparison. */
export interface Baseline {
  readonly name: string;
  readonly policy: Policy;
  readonly schedules: readonly Schedule[];
}

const ALL = { kind: 'share', percent: 100 } as const;
const NONE = { kind: 'nodes', nodes: 0 } as const;

const ALWAYS: Schedule = {
  id: 'always',
  timeZone: 'UTC',
  windows: [],
  outside: { min: ALL, max: undefined },
  exceptions: [],
  validFrom: undefined,
  validUntil: undefined,
};

/** All nodes always on, and idle timeouts of 5 minutes to an hour with nodes for the work that waits. */
export const BASELINES: readonly Baseline[] = [
  { name: 'always-on', policy: { ...bare('always-on'), schedules: ['always'] }, schedules: [ALWAYS] },
  ...[5, 10, 30, 60].map((minutes) => idleTimeout(minutes)),
];

/** Nodes for the work that waits, until they have been idle for some minutes. */
export function idleTimeout(minutes: number): Baseline {
  const name = `idle-${minutes}`;
  const policy: Policy = {
    ...bare(name),
    idle: { timeout: Temporal.Duration.from({ minutes }), keep: 0 },
    demand: { startOnPending: true, headroom: NONE },
  };
  return { name, policy, schedules: [] };
}

/** A policy that says nothing but that it acts. */
function bare(id: string): Policy {
  return {
    id,
    pools: [],
    mode: 'enforce',
    schedules: [],
    idle: undefined,
    demand: undefined,
    lead: {
      initial: Temporal.Duration.from({ minutes: 6 }),
      learn: true,
      quantile: 0.95,
      margin: Temporal.Duration.from({ minutes: 1 }),
    },
    budget: { start: undefined, deallocate: undefined, startPerHour: undefined, deallocatePerHour: undefined },
    drain: undefined,
    protect: { nodes: [], spot: true, youngerThan: undefined, states: [] },
    startFailure: { backOff: Temporal.Duration.from({ minutes: 5 }), ladder: ['other-node', 'tell'] },
    canary: { share: ALL, confirmed: undefined },
    manual: 'respect',
    jitter: new Temporal.Duration(),
    coolDown: new Temporal.Duration(),
    price: undefined,
    gate: undefined,
    forecast: undefined,
  };
}

/** What a policy is taken to say where nobody has said anything: nodes for work that waits, and the forecast with nothing set. */
export const FORECAST_POLICY: Policy = {
  ...bare('forecast'),
  demand: { startOnPending: true, headroom: NONE },
  forecast: { mode: 'enforce', goal: undefined, spares: true },
};
