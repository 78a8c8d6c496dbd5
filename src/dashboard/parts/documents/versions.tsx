import type { Shown } from '../../elements/shown.ts';
import { AuditList } from '../audit/audit-list.tsx';

interface VersionsProps {
  readonly shown: Shown;
  readonly kind: 'schedules' | 'policies';
  readonly id: string;
}

/** Every version of a document, from the audit log; each change can be taken back. */
export function Versions({ shown, kind, id }: VersionsProps) {
  return (
    <section class="card" aria-labelledby="versions">
      <h2 id="versions">Versions of {id}</h2>
      <AuditList shown={shown} filter={{ document: `${kind}/${id}` }} />
    </section>
  );
}
