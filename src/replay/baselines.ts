import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../core/policy/policy.ts';
import type { Schedule } from '../core/schedule/schedule.ts';
import { parseSchedule } from '../documents/schedules/schedule-document.ts';
import { autoscaleFormula } from './autoscale-formula.ts';
import { type TriedPolicy, triedPolicy } from './tried-policy.ts';

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

/** Common idle timeouts, in minutes. */
const IDLE_MINUTES = [5, 10, 30, 60];

/**
 * Policies without a forecast, for comparison: all nodes always on, business hours in a time zone, idle timeouts of five
 * minutes to an hour with starts for waiting work, and the formulas of the Azure Batch documentation.
 */
export function baselinesIn(timeZone: string): readonly TriedPolicy[] {
  return [
    ALWAYS_ON,
    businessHours(timeZone),
    ...IDLE_MINUTES.map((minutes) => idleTimeout(minutes)),
    autoscaleFormula({ kind: 'pending-tasks', intervalMinutes: 5 }),
    autoscaleFormula({ kind: 'pending-tasks', intervalMinutes: 15 }),
    autoscaleFormula({ kind: 'task-based', intervalMinutes: 15 }),
  ];
}

/** Keeps all nodes on at all times. */
export const ALWAYS_ON = triedPolicy('always-on', { ...bare('always-on'), schedules: ['always'] }, [ALWAYS]);

/** Starts nodes for waiting work, and deallocates nodes that have been idle for `minutes`. */
export function idleTimeout(minutes: number): TriedPolicy {
  return triedPolicy(`idle-${minutes}`, idlePolicy(`idle-${minutes}`, minutes));
}

/** All nodes from 08:00 to 18:00 on weekdays, and an idle timeout of a quarter of an hour at other times. */
function businessHours(timeZone: string): TriedPolicy {
  const schedule = parseSchedule({
    id: 'business-hours',
    timeZone,
    windows: [{ name: 'weekdays', days: ['MON-FRI'], from: '08:00', to: '18:00', capacity: { min: '100%' } }],
  });
  if (!schedule.ok) throw new Error(`Business hours in ${timeZone}: ${schedule.faults[0]?.message}`);
  const policy = { ...idlePolicy('business-hours', 15), schedules: ['business-hours'] };
  return triedPolicy('business-hours', policy, [schedule.value]);
}

function idlePolicy(id: string, minutes: number): Policy {
  return {
    ...bare(id),
    idle: { timeout: Temporal.Duration.from({ minutes }), keep: 0 },
    demand: { startOnPending: true, headroom: NONE },
  };
}

/** A policy that acts (`enforce`), without schedules, idle timeout, demand or forecast. */
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
    budget: {
      start: undefined,
      deallocate: undefined,
      startPerHour: undefined,
      deallocatePerHour: undefined,
      startPerDay: undefined,
      deallocatePerDay: undefined,
      remove: undefined,
      removePerHour: undefined,
      removePerDay: undefined,
    },
    drain: undefined,
    protect: { nodes: [], spot: true, youngerThan: undefined, states: [] },
    startFailure: { backOff: Temporal.Duration.from({ minutes: 5 }), ladder: ['other-node', 'tell'] },
    dependsOn: [],
    haltOnTaskFailures: undefined,
    deallocateOrder: { by: ['longest-idle'], nodes: [] },
    deallocated: undefined,
    canary: { share: ALL, confirmed: undefined },
    manual: 'respect',
    jitter: new Temporal.Duration(),
    coolDown: new Temporal.Duration(),
    price: undefined,
    gate: undefined,
    forecast: undefined,
  };
}

/** The policy of simulations that name none: it starts nodes for waiting work, and forecasts with the default settings. */
export const FORECAST_POLICY: Policy = {
  ...bare('forecast'),
  demand: { startOnPending: true, headroom: NONE },
  forecast: { mode: 'enforce', goal: undefined, spares: true },
};

/** `FORECAST_POLICY`, ready to be replayed. */
export const FORECAST = triedPolicy('forecast', FORECAST_POLICY);
