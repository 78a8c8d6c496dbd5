import type { DocumentFinding } from '../../documents/fields/document-finding.ts';
import type { DocumentFile, SourceLocation } from './document-file.ts';

/** A finding about a document in a file, with its location. */
export interface Finding extends DocumentFinding, SourceLocation {
  readonly file: string;
  /** The address of the page that documents it. */
  readonly source?: string;
}

/** Adds the file and the location to a finding. */
export function locate(
  document: DocumentFile,
  { path, ...finding }: DocumentFinding & Pick<Finding, 'source'>,
): Finding {
  return { file: document.file, path, ...document.location(path), ...finding };
}
