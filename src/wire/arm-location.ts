/** https://learn.microsoft.com/rest/api/batchmanagement/location/get-quotas (api-version 2025-06-01) */
export interface ArmLocationQuota {
  readonly accountQuota: number;
}

/** https://learn.microsoft.com/rest/api/batchmanagement/location/list-supported-virtual-machine-skus (api-version 2025-06-01) */
export interface ArmSupportedSku {
  readonly name: string;
  readonly familyName: string;
  readonly capabilities: readonly { readonly name: string; readonly value: string }[];
}
