import type { Temporal } from 'temporal-polyfill';
import type { ManualAct, PoolMemory } from '../memory/memory.ts';
import type { Outcome, PowerAct } from '../pool/act.ts';
import { isBefore } from '../time/instants.ts';
import type { ActOutcome } from './remember-acts.ts';

/** Outcomes after which a node is, or may be, in the state that the person wants. */
const HOLDS: ReadonlySet<Outcome | undefined> = new Set(['accepted', 'unknown', 'unneeded']);

/** The memory of a pool after a person has started or deallocated nodes: rules respect that for a while. */
export function rememberManualActs(
  memory: PoolMemory,
  outcomes: readonly ActOutcome[],
  { action, noticed, until, by, askedAt }: Omit<ManualAct, 'nodeId'> & { readonly action: PowerAct },
): PoolMemory {
  const held = outcomes.flatMap(({ node, outcome }): readonly ManualAct[] =>
    node === undefined || !HOLDS.has(outcome) ? [] : [{ nodeId: node, action, noticed, until, by, askedAt }],
  );
  const nodes = new Set(held.map(({ nodeId }) => nodeId));
  return { ...memory, manual: [...memory.manual.filter(({ nodeId }) => !nodes.has(nodeId)), ...held] };
}

/** A request of a person: what its acts in the memory have in common. */
export type ManualHold = Omit<ManualAct, 'nodeId'>;

/** The memory with nodes that are as a person wants them already. An earlier request that holds for longer stays. */
export function rememberHeld(memory: PoolMemory, held: readonly string[], hold: ManualHold): PoolMemory {
  const longer = new Set(
    memory.manual
      .filter(({ action, until }) => action === hold.action && !isBefore(until, hold.until))
      .map(({ nodeId }) => nodeId),
  );
  const outcomes = held
    .filter((nodeId) => !longer.has(nodeId))
    .map((node) => ({ node, action: hold.action, outcome: 'unneeded' }) as const);
  return outcomes.length === 0 ? memory : rememberManualActs(memory, outcomes, hold);
}

/** A request of a person, as the memory knows it. */
interface HoldingRequest extends Pick<ManualAct, 'action' | 'by' | 'askedAt'> {
  readonly now: Temporal.Instant;
}

/** The nodes for which a request of a person still holds. */
export function heldFor({ manual }: Pick<PoolMemory, 'manual'>, request: HoldingRequest): readonly string[] {
  return manual.filter(isOf(request)).map(({ nodeId }) => nodeId);
}

/** The memory in which a request of a person holds for no node. */
export function withoutHeld(memory: PoolMemory, request: HoldingRequest): PoolMemory {
  const isReleased = isOf(request);
  return { ...memory, manual: memory.manual.filter((act) => !isReleased(act)) };
}

function isOf({ action, by, askedAt, now }: HoldingRequest): (act: ManualAct) => boolean {
  return (act) =>
    act.action === action &&
    act.by === by &&
    askedAt !== undefined &&
    act.askedAt?.equals(askedAt) === true &&
    isBefore(now, act.until);
}
