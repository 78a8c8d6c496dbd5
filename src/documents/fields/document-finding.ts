/** Something worth knowing about a document that is valid. */
export interface DocumentFinding {
  /** `error`: it cannot be meant; `warning`: it is probably not meant; `advice`: it may be. */
  readonly severity: 'error' | 'warning' | 'advice';
  /** The member in question, such as `$.windows[0]`. */
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}
