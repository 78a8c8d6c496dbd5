/**
 * The body of every answer of the data plane that is not a success.
 * https://learn.microsoft.com/rest/api/batchservice/batch-status-and-error-codes
 */
export interface WireError {
  readonly 'odata.metadata'?: string;
  readonly code: string;
  readonly message: { readonly lang: string; readonly value: string };
  readonly values?: readonly { readonly key: string; readonly value: string }[];
}

/** The body of every answer of the management plane that is not a success. */
export interface ArmError {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly target?: string;
    readonly details?: readonly { readonly code: string; readonly message: string }[];
  };
}
