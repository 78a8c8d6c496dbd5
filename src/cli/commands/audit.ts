import { commandGroup } from '../terminal/command-group.ts';
import { auditExport } from './audit-export.ts';
import { auditVerify } from './audit-verify.ts';

/** `audit export` and `audit verify`. */
export const audit = commandGroup('audit', {
  export: { summary: 'exports the audit log of a running app', command: auditExport },
  verify: { summary: 'verifies exports of the audit log, without the app', command: auditVerify },
});
