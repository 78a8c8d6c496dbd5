import type { DocumentFinding } from '../fields/document-finding.ts';

/** A finding about one of several policies. */
export interface PolicyFinding extends DocumentFinding {
  readonly policyId: string;
}
