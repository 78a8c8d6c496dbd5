import { exportAuditRecords } from './audit/export.ts';
import { listAuditHeads } from './audit/heads.ts';
import { listAuditRecords } from './audit/records.ts';
import { undoRecord } from './audit/undo.ts';
import { verifyAudit } from './audit/verify.ts';
import type { Operation } from './serving/operation.ts';

/** The operations on the audit log. */
export const AUDIT: readonly Operation[] = [
  listAuditRecords,
  exportAuditRecords,
  verifyAudit,
  listAuditHeads,
  undoRecord,
];
