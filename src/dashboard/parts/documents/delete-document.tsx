import { useState } from 'preact/hooks';
import { Dialog } from '../../elements/dialog.tsx';
import type { Shown } from '../../elements/shown.ts';
import { type DocumentKind, ONE_OF, viewOf } from '../../model/document-kinds.ts';
import { Confirm } from '../acts/confirm.tsx';

interface DeleteDocumentProps {
  readonly shown: Shown;
  readonly kind: DocumentKind;
  readonly id: string;
  /** The version to delete; a newer one is not deleted. */
  readonly etag: string;
  /** Called before the view is left. */
  readonly onDeleted: () => void;
}

/** Deletes a document after showing the effect. */
export function DeleteDocument({ shown, kind, id, etag, onDeleted }: DeleteDocumentProps) {
  const [isOpen, open] = useState(false);
  return (
    <>
      <button type="button" onClick={() => open(true)}>
        Delete
      </button>
      {isOpen && (
        <Dialog title={`Delete the ${ONE_OF[kind]} ${id}`} onClose={() => open(false)}>
          <Confirm
            shown={shown}
            zone={shown.zone}
            request={{ method: 'DELETE', path: `${kind}/${encodeURIComponent(id)}`, headers: { 'if-match': etag } }}
            confirm="Delete"
            onDone={() => {
              onDeleted();
              shown.routing.go({ view: viewOf(kind) });
            }}
          />
        </Dialog>
      )}
    </>
  );
}
