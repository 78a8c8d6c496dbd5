import type { AuditRecord } from '../../core/audit/record.ts';
import type { AuditTrail } from '../../ports/audit.ts';
import type { LogLine, WriteLine } from '../../ports/log.ts';

/** An audit log that also writes a log line for each appended record, after the append. A failed append has no lines. */
export function loggedAudit(audit: AuditTrail, write: WriteLine): AuditTrail {
  return {
    ...audit,
    append: async (entries, options) => {
      const records = await audit.append(entries, options);
      for (const record of records) write(recordLine(record));
      return records;
    },
  };
}

/** The log line of a record: actor, action, subject and reason. It omits what was changed, which can be long. */
export function recordLine(record: AuditRecord): LogLine {
  const { at, actor, action, phase, outcome, subject, correlation, policy, reason, after } = record;
  return {
    event: 'audit',
    action,
    phase,
    outcome,
    ...subject,
    correlation,
    policy,
    actor,
    at: at.toString(),
    seconds: secondsIn(after),
    message: reason,
  };
}

function secondsIn(after: unknown): number | undefined {
  const seconds = typeof after === 'object' && after !== null && 'seconds' in after ? after.seconds : undefined;
  return typeof seconds === 'number' ? seconds : undefined;
}
