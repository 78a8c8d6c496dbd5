import { Temporal } from 'temporal-polyfill';
import { LONGEST_S, REMEMBERED_STARTS } from '../demand/lead-time.ts';
import type { Circuit, FailedGate, GateResult, PoolMemory } from '../memory/memory.ts';
import type { GatePolicy } from '../policy/policy.ts';
import { describeDuration } from '../time/describe-duration.ts';
import { isBefore } from '../time/instants.ts';
import type { GateReading } from './gate.ts';

/** How long results count. */
export const GATE_SPAN = Temporal.Duration.from({ hours: 1 });
/** The circuit opens when this many nodes, and at least half of all, have failed their gate within that time. */
const MANY = 3;

/** The change of a circuit: it opened, a node that passed its gate closed it, somebody reset it, or the policy wants none. */
export type CircuitChange = 'opened' | 'closed' | 'reset' | 'dropped';

/** The results of a pool's gates at one look. */
export interface GatesPassed {
  readonly memory: PoolMemory;
  /** Nodes whose gate was decided now. */
  readonly results: readonly (GateResult & { readonly remedy: FailedGate['remedy'] | 'report' })[];
  readonly circuit: CircuitChange | undefined;
}

/** The input of the gates. */
export interface Gates {
  readonly gate: GatePolicy | undefined;
  readonly readings: ReadonlyMap<string, GateReading>;
  /** When somebody last reset the circuit. */
  readonly resetAt: Temporal.Instant | undefined;
  readonly now: Temporal.Instant;
}

/**
 * Decides the gates of started nodes that are ready. A node that passes gives a lead time to learn from. A node that fails, or
 * waits for longer than the policy allows, is reported, retried once or quarantined, as the policy says. A node whose gate was
 * not read is not decided, and comes before those that were read: not all can be read at one look.
 */
export function passGates(memory: PoolMemory, { gate, readings, resetAt, now }: Gates): GatesPassed {
  const ended = circuitEnd(memory.circuit, { gate, resetAt });
  const kept = ended === undefined ? memory : { ...memory, circuit: undefined, gateResults: [] };
  // If the policy no longer has a gate, waiting nodes pass.
  if (gate === undefined) return { memory: { ...kept, gating: [], failedGate: [] }, results: [], circuit: ended };
  const decided = kept.gating.flatMap((gating) => {
    const reading = readings.get(gating.nodeId);
    if (reading === undefined) return [];
    const isLate = !isBefore(now, gating.since.add(gate.timeout));
    if (reading.verdict === 'waiting' && !isLate) return [];
    const passed = reading.verdict === 'passed';
    const late = isLate && !passed ? ` for ${describeDuration(gate.timeout)}` : '';
    const hasBeenRetried = kept.retried.includes(gating.nodeId);
    return [
      { gating, passed, reason: `${reading.reason}${late}`, remedy: consequence(gate, passed || hasBeenRetried) },
    ];
  });
  const results = decided.map(({ gating, passed, reason, remedy }) => ({
    nodeId: gating.nodeId,
    at: now,
    passed,
    reason,
    remedy,
  }));
  const areDecided = new Set(results.map(({ nodeId }) => nodeId));
  const waiting = kept.gating.filter(({ nodeId }) => !areDecided.has(nodeId));
  const passedNodes = decided.filter(({ passed }) => passed).map(({ gating }) => gating);
  const failed = results.filter(({ passed }) => !passed);
  const recent = kept.gateResults.filter(({ at }) => isBefore(now, at.add(GATE_SPAN)));
  const gateResults = [...recent, ...results.map(({ remedy: _, ...result }) => result)];
  const circuit = circuitAfter(kept.circuit, { gate, gateResults, hasPassed: passedNodes.length > 0, now });
  return {
    memory: {
      ...kept,
      gating: [
        ...waiting.filter(({ nodeId }) => !readings.has(nodeId)),
        ...waiting.filter(({ nodeId }) => readings.has(nodeId)),
      ],
      failedGate: [
        ...kept.failedGate,
        ...failed.flatMap(({ nodeId, remedy, reason }) => (remedy === 'report' ? [] : [{ nodeId, remedy, reason }])),
      ],
      retried: [
        ...kept.retried.filter((nodeId) => !passedNodes.some((gating) => gating.nodeId === nodeId)),
        ...failed.filter(({ remedy }) => remedy === 'retry').map(({ nodeId }) => nodeId),
      ],
      startSeconds: [
        ...kept.startSeconds,
        ...passedNodes.filter(({ exact }) => exact).flatMap(({ asked }) => secondsOf(asked.until(now), gate)),
      ].slice(-REMEMBERED_STARTS),
      gateResults,
      circuit,
    },
    results,
    circuit: changeOf(kept.circuit, circuit) ?? ended,
  };
}

/** Why a circuit ends, whatever the gates of this look say. Without a gate, no node could pass one and close it. */
function circuitEnd(
  circuit: Circuit | undefined,
  { gate, resetAt }: Pick<Gates, 'gate' | 'resetAt'>,
): 'reset' | 'dropped' | undefined {
  if (circuit === undefined) return undefined;
  if (resetAt !== undefined && isBefore(circuit.openedAt, resetAt)) return 'reset';
  return gate === undefined || gate.onFailure === 'report' ? 'dropped' : undefined;
}

/** Longer ones say only that nobody has looked meanwhile. */
function secondsOf(start: Temporal.Duration, { timeout }: GatePolicy): readonly number[] {
  const seconds = Math.round(start.total('seconds'));
  return seconds > LONGEST_S + timeout.total('seconds') ? [] : [seconds];
}

function consequence({ onFailure }: GatePolicy, isNone: boolean): FailedGate['remedy'] | 'report' {
  if (onFailure === 'quarantine') return 'quarantine';
  return onFailure === 'retry' && !isNone ? 'retry' : 'report';
}

function circuitAfter(
  circuit: Circuit | undefined,
  {
    gate,
    gateResults,
    hasPassed,
    now,
  }: {
    readonly gate: GatePolicy;
    readonly gateResults: readonly GateResult[];
    readonly hasPassed: boolean;
    readonly now: Temporal.Instant;
  },
): Circuit | undefined {
  if (circuit !== undefined) return hasPassed ? undefined : circuit;
  const failures = gateResults.filter(({ passed }) => !passed);
  if (gate.onFailure === 'report' || failures.length < MANY || failures.length * 2 < gateResults.length)
    return undefined;
  const because = `${failures.length} of ${gateResults.length} started nodes failed their gate within an hour, the last because ${failures.at(-1)?.reason}`;
  return { openedAt: now, because };
}

function changeOf(before: Circuit | undefined, after: Circuit | undefined): 'opened' | 'closed' | undefined {
  if ((before === undefined) === (after === undefined)) return undefined;
  return after === undefined ? 'closed' : 'opened';
}
