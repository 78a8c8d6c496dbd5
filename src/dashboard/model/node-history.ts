import type { AuditRecord } from '../../api/audit-record.ts';
import type { Lamp } from './lamps.ts';

/** What a node was for a while. */
export interface NodeSpan {
  readonly lamp: Lamp | 'unknown';
  readonly says: string;
  readonly from: string;
  readonly to: string;
}

type Change = Pick<NodeSpan, 'lamp' | 'says'>;

/** What a node is from a record on, by its action. */
const AFTER: Readonly<Record<string, Change>> = {
  'start accepted': { lamp: 'coming', says: 'starting' },
  'node.started': { lamp: 'running', says: 'on' },
  'node.start-failed': { lamp: 'trouble', says: 'its start failed' },
  'deallocate accepted': { lamp: 'coming', says: 'deallocating' },
  'node.deallocated': { lamp: 'off', says: 'off' },
  'node.deallocate-failed': { lamp: 'trouble', says: 'its deallocation failed' },
};

/** What a node was before a record, where nothing older tells. */
const BEFORE: Readonly<Record<string, Change>> = {
  'start accepted': { lamp: 'off', says: 'off' },
  'deallocate accepted': { lamp: 'running', says: 'on' },
};

/**
 * What a node was from one moment to another, from its records in any order; what it was before the first of them is known where
 * that says so. Two spans never overlap and none is empty.
 */
export function nodeHistory(records: readonly AuditRecord[], from: string, to: string): readonly NodeSpan[] {
  const changes = records
    .map((record) => ({ at: record.at, key: keyOf(record), number: record.number }))
    .filter(({ key, at }) => key in AFTER && at < to)
    .toSorted((a, b) => a.at.localeCompare(b.at) || a.number - b.number);
  const first = changes[0];
  const begin = { at: from, change: (first && BEFORE[first.key]) ?? { lamp: 'unknown', says: 'not known' } } as const;
  const steps = [begin, ...changes.map(({ at, key }) => ({ at, change: AFTER[key] ?? begin.change }))];
  return steps
    .map(({ at, change }, index) => ({
      ...change,
      from: at < from ? from : at,
      to: steps[index + 1]?.at ?? to,
    }))
    .filter((span) => span.from < span.to);
}

function keyOf({ action, phase, outcome }: Pick<AuditRecord, 'action' | 'phase' | 'outcome'>): string {
  return phase === 'outcome' ? `${action} ${outcome}` : action;
}
