import type { HttpResponseInit } from '@azure/functions';
import { problemOf } from '../../api/problems.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import { StepsSpent } from '../../core/step-budget.ts';
import { AppError, type ErrorCode } from '../../ports/errors.ts';

/** The status of a code. A code of the app that the API does not know does not compile. */
export function statusOf(code: ErrorCode): number {
  return problemOf(code).status;
}

/**
 * The answer to a request that failed: problem details as RFC 9457 has them, with the `code` of the error and under
 * `errors` everything that is wrong with what was sent, and further members where the error has them. An unexpected error
 * says no more than the id under which the log has it.
 */
export function toProblem(error: unknown, invocationId: string): HttpResponseInit {
  const known = toAppError(error);
  if (known === undefined) {
    const detail = `An unexpected error occurred. The log has it under ${invocationId}.`;
    return problem(500, { code: 'InternalError', detail, errors: [], members: {} });
  }
  const { code, message, faults, members } = known;
  const { status, retryAfter } = problemOf(code);
  return problem(
    status,
    { code, detail: message, errors: faults, members },
    retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
  );
}

/** Is it a failure on our side, which belongs in the log? */
export function isOurFault(error: unknown): boolean {
  const known = toAppError(error);
  return known === undefined || statusOf(known.code) >= 500;
}

/** A calendar that a document names may turn out too full only when it is laid out: then the document is what is wrong. */
function toAppError(error: unknown): AppError | undefined {
  if (error instanceof LayoutRefused || error instanceof StepsSpent)
    return new AppError('InvalidDocument', error.message, { cause: error });
  return error instanceof AppError ? error : undefined;
}

/** The type of a problem, which is a name and no address, and its title. */
export function problemType(code: string): { readonly type: string; readonly title: string } {
  const words = code.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  return {
    type: `urn:lamplighter:problem:${words.replaceAll(' ', '-')}`,
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}`,
  };
}

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly errors: AppError['faults'];
  readonly members: AppError['members'];
}

function problem(
  status: number,
  { code, detail, errors, members }: Problem,
  headers: Readonly<Record<string, string>> = {},
): HttpResponseInit {
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
    body: JSON.stringify({
      ...problemType(code),
      status,
      detail,
      code,
      ...(errors.length > 0 && { errors }),
      ...members,
    }),
  };
}
