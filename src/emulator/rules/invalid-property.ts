import { BatchError } from '../http/batch-error.ts';

/**
 * The refusal of a property whose value breaks a rule.
 * assumed: of the rules here the sentence is documented and the code is not; this is the published one that fits.
 */
export function invalidProperty(name: string, reason: string): BatchError {
  return new BatchError('InvalidPropertyValue', ['PropertyName', name], ['Reason', reason]);
}
