import type { AuditEntry } from '../../src/core/audit/record.ts';
import type { AuditWriter } from '../../src/ports/audit.ts';
import { NOON } from './builders.ts';

/** An intent to deallocate a node. */
export function anEntry(overrides: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: NOON,
    actor: 'timer:evaluate-pools',
    action: 'deallocate',
    phase: 'intent',
    subject: { account: 'demo', pool: 'render', node: 'node-1' },
    reason: 'idle for 31 min',
    correlation: 'c1',
    ...overrides,
  };
}

/** Writes entries of the pools `render` and `sim` and of documents, one a minute from noon on, named by their reasons. */
export async function writeEntries(audit: AuditWriter, count: number): Promise<void> {
  const subjects = [
    { account: 'demo', pool: 'render', node: 'node-1' },
    { account: 'demo', pool: 'sim', node: 'node-1' },
    { document: 'schedules/office-hours' },
  ];
  for (let index = 0; index < count; index += 1) {
    const at = NOON.add({ minutes: index });
    const subject = subjects[index % 3] ?? {};
    await audit.append([anEntry({ at, subject, reason: `#${index}`, correlation: `c${index % 4}` })]);
  }
}
