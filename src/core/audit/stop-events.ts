import type { Temporal } from 'temporal-polyfill';
import type { AuditEntry } from './record.ts';

/** The emergency stop was set or ended. */
export function emergencyStopChanged(change: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly action: 'stop' | 'stop.end';
  readonly correlation: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
}): AuditEntry {
  return { ...change, phase: 'event', subject: {} };
}
