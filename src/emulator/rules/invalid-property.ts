import { BatchError } from '../http/batch-error.ts';

/**
 * The refusal of an invalid property value. assumed: for these rules the sentence is documented and the code is not; this is
 * the published code that fits.
 */
export function invalidProperty(name: string, reason: string): BatchError {
  return new BatchError('InvalidPropertyValue', ['PropertyName', name], ['Reason', reason]);
}
