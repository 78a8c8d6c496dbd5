import type { DocumentFinding } from '../fields/document-finding.ts';

/** Something worth knowing about a policy among others. */
export interface PolicyFinding extends DocumentFinding {
  readonly policyId: string;
}
