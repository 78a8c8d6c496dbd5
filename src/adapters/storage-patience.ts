/**
 * How long a response of the storage may take, in milliseconds. "The maximum timeout interval for Table service operations is
 * 30 seconds": a response that is later than that by some seconds will not come.
 * https://learn.microsoft.com/rest/api/storageservices/setting-timeouts-for-table-service-operations
 */
export const STORAGE_PATIENCE_MS = 40_000;
