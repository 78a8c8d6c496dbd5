import type { AuditRecord } from '../../api/audit-record.ts';
import { type Lamp, lampOf } from './lamps.ts';

/** The state of a node over a span of time. */
export interface NodeSpan {
  readonly lamp: Lamp | 'unknown';
  readonly says: string;
  readonly from: string;
  readonly to: string;
}

type Change = Pick<NodeSpan, 'lamp' | 'says'>;

/** The state of a node after a record, by the action of the record. */
const AFTER: Readonly<Record<string, Change>> = {
  'start accepted': { lamp: 'coming', says: 'starting' },
  'node.started': { lamp: 'running', says: 'on' },
  'node.start-failed': { lamp: 'trouble', says: 'its start failed' },
  'deallocate accepted': { lamp: 'coming', says: 'deallocating' },
  'node.deallocated': { lamp: 'off', says: 'off' },
  'node.deallocate-failed': { lamp: 'trouble', says: 'its deallocation failed' },
};

/** The current state of a node. */
export interface ShownState {
  readonly state: string;
  readonly since: string | null;
}

/**
 * The states of a node between two instants, from its records in any order or, without records, from its current state. Before
 * the first of these, the state is unknown. Spans never overlap and are never empty.
 */
export function nodeHistory(
  records: readonly AuditRecord[],
  { from, to, now }: { readonly from: string; readonly to: string; readonly now: ShownState | undefined },
): readonly NodeSpan[] {
  const changes = records
    .map((record) => ({ at: record.at, change: AFTER[keyOf(record)], number: record.number }))
    .flatMap(({ change, ...rest }) => (change === undefined || rest.at >= to ? [] : [{ ...rest, change }]))
    .toSorted((a, b) => a.at.localeCompare(b.at) || a.number - b.number);
  const known = changes.length === 0 && now?.since != null ? [{ at: now.since, change: changeOf(now.state) }] : changes;
  const steps = [{ at: from, change: UNKNOWN }, ...known];
  return steps
    .map(({ at, change }, index) => ({ ...change, from: at < from ? from : at, to: steps[index + 1]?.at ?? to }))
    .filter((span) => span.from < span.to);
}

const UNKNOWN: Change = { lamp: 'unknown', says: 'not known' };

function changeOf(state: string): Change {
  return { lamp: lampOf(state), says: state };
}

function keyOf({ action, phase, outcome }: Pick<AuditRecord, 'action' | 'phase' | 'outcome'>): string {
  return phase === 'outcome' ? `${action} ${outcome}` : action;
}
