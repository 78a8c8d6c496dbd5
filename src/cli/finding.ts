import type { DocumentFinding } from '../app/documents/document-finding.ts';
import type { DocumentFile, Place } from './document-file.ts';

/** Something worth knowing about a document in a file, and where. */
export interface Finding extends DocumentFinding, Place {
  readonly file: string;
}

/** Says where in a file something is. */
export function placed(document: DocumentFile, { severity, path, rule, message }: DocumentFinding): Finding {
  return { file: document.file, severity, path, ...document.place(path), rule, message };
}
