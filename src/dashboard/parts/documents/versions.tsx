import type { Shown } from '../../elements/shown.ts';
import type { DocumentKind } from '../../model/document-kinds.ts';
import { AuditList } from '../audit/audit-list.tsx';

interface VersionsProps {
  readonly shown: Shown;
  readonly kind: DocumentKind;
  readonly id: string;
  /** Restores the text of a version into the editor. */
  readonly onRestore: (text: string, at: string) => void;
}

/** All versions of a document, from the audit log: each change can be undone, and each text restored. */
export function Versions({ shown, kind, id, onRestore }: VersionsProps) {
  return (
    <section class="card" aria-labelledby="versions">
      <h2 id="versions">Versions of {id}</h2>
      <AuditList
        shown={shown}
        filter={{ document: `${kind}/${id}` }}
        onRestore={({ after, at }) => onRestore(JSON.stringify(after, undefined, 2), at)}
      />
    </section>
  );
}
