import type { AuditRecord } from '../../core/audit/record.ts';
import type { DocumentKind } from '../../ports/documents.ts';
import { deleteDocument } from '../documents/delete-document.ts';
import { contentOf } from '../documents/document-content.ts';
import { type SaveDocumentPorts, saveDocument } from '../documents/save-document.ts';
import { type DocumentEffectPorts, effectOfDocument } from '../effects/effect-of-document.ts';
import { notUndoable, type Reversal, requireUnchanged } from './reversal.ts';

const KINDS: readonly DocumentKind[] = ['schedules', 'policies', 'rules', 'subscriptions'];

/** Restores the content of a document before a change. @throws AppError InvalidRequest, DocumentChanged */
export async function undoDocument(
  ports: SaveDocumentPorts & DocumentEffectPorts,
  record: AuditRecord,
  actor: string,
): Promise<Reversal> {
  const [name, id] = record.subject.document?.split('/') ?? [];
  const kind = KINDS.find((one) => one === name);
  if (kind === undefined || id === undefined) throw notUndoable('it is about no document');
  const current = await ports.documents.get(kind, id);
  requireUnchanged(`${kind}/${id}`, contentOf(current), record.after);
  const value = record.before;
  // An existing subscription keeps its secret. The audit log has no secret that could be restored.
  if (kind === 'subscriptions' && current === undefined)
    throw notUndoable('the secret of a deleted subscription is gone: create the subscription anew');
  const expected = current === undefined ? 'absent' : { oneOf: [current.version] };
  return {
    says: value === undefined ? `${kind}/${id} is deleted again` : `${kind}/${id} is what it was before`,
    effect: () => effectOfDocument(ports, { kind, id, value }),
    apply: () =>
      value === undefined
        ? deleteDocument(ports, { kind, id, actor, expected })
        : saveDocument(ports, { kind, id, value, actor, expected }),
  };
}
