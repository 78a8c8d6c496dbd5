import type { AuditRecord } from '../../core/audit/record.ts';
import type { Ports } from '../ports.ts';
import { findRecord } from './find-record.ts';
import { notUndoable, type Reversal, requireChange } from './reversal.ts';
import { undoAct } from './undo-act.ts';
import { undoAnnouncement, undoOverride } from './undo-directive.ts';
import { undoDocument } from './undo-document.ts';

type Undo = (ports: Ports, record: AuditRecord, actor: string) => Promise<Reversal>;

const UNDO: ReadonlyMap<string, Undo> = new Map<string, Undo>([
  ...['schedule', 'policy', 'rule', 'subscription'].flatMap((word): readonly (readonly [string, Undo])[] => [
    [`${word}.put`, undoDocument],
    [`${word}.delete`, undoDocument],
  ]),
  ['override', undoOverride],
  ['override.delete', undoOverride],
  ['demand.announced', undoAnnouncement],
  ['demand.withdrawn', undoAnnouncement],
  ['start.requested', undoAct],
  ['deallocate.requested', undoAct],
]);

/**
 * The reversal of a record: the previous content of a document, override or announcement, or the opposite of an act of a
 * person. A later change is never overwritten.
 * @throws AppError InvalidRequest, DocumentChanged, and what the change itself throws
 */
export async function reversalOf(ports: Ports, id: string, actor: string): Promise<Reversal> {
  const record = await findRecord(ports, id);
  const undo = UNDO.get(record.action);
  if (undo === undefined) throw notUndoable(`nothing can undo "${record.action}"`);
  // The record of an act has no values.
  if (undo !== undoAct) requireChange(record);
  return undo(ports, record, actor);
}
