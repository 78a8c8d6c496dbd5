import { BatchError } from './batch-error.ts';

/** Its name, and that in the specifications up to 2024-02-01.19.0. */
const NAMES = ['timeOut', 'timeout'];

/**
 * Checks the time in seconds within which the service must process a request. It has no other effect, because the emulator
 * answers at once. "If the value is larger than 30, the default will be used instead."
 * https://learn.microsoft.com/rest/api/batchservice/pools/list-pools (api-version 2025-06-01)
 * @throws BatchError InvalidQueryParameterValue
 */
export function checkTimeOut(query: Readonly<Record<string, string>>): void {
  for (const name of NAMES) {
    const value = query[name];
    if (value === undefined || /^\d{1,9}$/.test(value)) continue;
    throw new BatchError(
      'InvalidQueryParameterValue',
      ['QueryParameterName', name],
      ['QueryParameterValue', value],
      ['Reason', 'It is not a whole number of seconds.'],
    );
  }
}
