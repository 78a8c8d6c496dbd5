import type { DocumentFinding } from '../../documents/fields/document-finding.ts';
import type { DocumentFile, SourceLocation } from './document-file.ts';

/** Something worth knowing about a document in a file, and where. */
export interface Finding extends DocumentFinding, SourceLocation {
  readonly file: string;
  /** The address of the page that says so. */
  readonly source?: string;
}

/** Says where in a file something is. */
export function locate(
  document: DocumentFile,
  { path, ...finding }: DocumentFinding & Pick<Finding, 'source'>,
): Finding {
  return { file: document.file, path, ...document.location(path), ...finding };
}
