/**
 * How long an answer of the storage may take, in milliseconds. "The maximum timeout interval for Table service operations is 30
 * seconds": what has not come some time after that never comes.
 * https://learn.microsoft.com/rest/api/storageservices/setting-timeouts-for-table-service-operations
 */
export const STORAGE_PATIENCE_MS = 40_000;
