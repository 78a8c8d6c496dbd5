/** A finding about a valid document. */
export interface DocumentFinding {
  /** `error`: it cannot be intended; `warning`: it is probably not intended; `advice`: it may be intended. */
  readonly severity: 'error' | 'warning' | 'advice';
  /** The path of the member, such as `$.windows[0]`. */
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}
