/** An application as the data plane has it. https://learn.microsoft.com/rest/api/batchservice/applications (api-version 2025-06-01) */
export interface WireApplication {
  readonly id: string;
  readonly displayName: string;
  readonly versions: readonly string[];
}

/** An application as the management plane has it. https://learn.microsoft.com/rest/api/batchmanagement/application (api-version 2025-06-01) */
export interface ArmApplication {
  readonly id: string;
  readonly name: string;
  readonly type: 'Microsoft.Batch/batchAccounts/applications';
  readonly properties: { readonly displayName: string; readonly allowUpdates: boolean };
}
