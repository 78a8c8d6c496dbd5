/**
 * An extension of a node as the service sends it. `level` and `settings` come in two shapes each.
 * https://learn.microsoft.com/rest/api/batchservice/nodes/get-node-extension (api-version 2025-06-01)
 */
export interface WireNodeExtension {
  readonly provisioningState?: string;
  readonly vmExtension: WireVMExtension;
  readonly instanceView: WireExtensionInstanceView;
}

export interface WireVMExtension {
  readonly name: string;
  readonly publisher: string;
  readonly type: string;
  readonly typeHandlerVersion?: string;
  readonly autoUpgradeMinorVersion?: boolean;
  readonly enableAutomaticUpgrade?: boolean;
  /** An object by the specification; a text that holds JSON in the example of the documents. */
  readonly settings?: Readonly<Record<string, unknown>> | string;
  readonly provisionAfterExtensions?: readonly string[];
}

export interface WireExtensionInstanceView {
  readonly name: string;
  readonly statuses: readonly WireInstanceViewStatus[];
  readonly subStatuses?: readonly WireInstanceViewStatus[];
}

export interface WireInstanceViewStatus {
  readonly code: string;
  readonly displayStatus: string;
  /** A word by the specification; a number in the example of the documents, 0 for `Info`. */
  readonly level: 'Info' | 'Warning' | 'Error' | number;
  readonly message: string;
  readonly time?: string;
}
