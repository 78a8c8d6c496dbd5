import { BatchError } from '../http/batch-error.ts';

/**
 * The refusal to change a fixed property of a pool. Code, sentence and values are those of the live service
 * (https://github.com/Azure/Batch/issues/85, azure-sdk-for-net#40325). assumed: the data plane refuses with the same code and
 * values.
 */
export function cannotBeUpdated(name: string): BatchError {
  return new BatchError(
    'PropertyCannotBeUpdated',
    ['Reason', 'A property that cannot be updated was specified as part of the request.'],
    ['PropertyName', name],
    ['PropertyPath', `properties.${name}`],
  );
}
