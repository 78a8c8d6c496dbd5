import type * as z from 'zod';
import { BatchError, type ErrorCode } from './batch-error.ts';

/**
 * Validates a request body. Its first fault is refused as the service does: with the code of its kind, and the property and the
 * reason among the values.
 * @throws BatchError UnsupportedProperty, MissingRequiredProperty, InvalidPropertyValue
 */
export function readBody<Schema extends z.ZodType>(body: unknown, schema: Schema): z.infer<Schema> {
  const result = schema.safeParse(body ?? {}, { reportInput: true });
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  if (issue === undefined) throw new BatchError('InvalidRequestBody');
  const error = new BatchError(codeOf(issue), ['PropertyName', propertyName(issue)], ['Reason', issue.message]);
  error.problems = result.error.issues;
  throw error;
}

function codeOf(issue: z.core.$ZodIssue): ErrorCode {
  if (issue.code === 'unrecognized_keys') return 'UnsupportedProperty';
  const isOfKind = issue.code === 'invalid_type' || issue.code === 'invalid_value';
  return isOfKind && issue.input === undefined ? 'MissingRequiredProperty' : 'InvalidPropertyValue';
}

function propertyName(issue: z.core.$ZodIssue): string {
  const keys = issue.code === 'unrecognized_keys' ? [issue.keys[0] ?? ''] : [];
  return [...issue.path, ...keys].map(String).join('.');
}
