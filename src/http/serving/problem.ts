import type { HttpResponseInit } from '@azure/functions';
import { problemOf } from '../../api/problems.ts';
import { LayoutRefused } from '../../core/schedule/layout-refused.ts';
import { StepsSpent } from '../../core/step-budget.ts';
import { AppError, type ErrorCode } from '../../ports/errors.ts';

/** The status of a code. A code without a status does not compile. */
export function statusOf(code: ErrorCode): number {
  return problemOf(code).status;
}

/** The most faults of one response: the text of a fault is up to thirty times as long as what causes it. */
const MOST_FAULTS = 1000;

/**
 * The response to a failed request: problem details (RFC 9457) with the `code` of the error, what is wrong with the input under
 * `errors` (the last of a thousand faults has the number of the others), and the further members of the error. For an unexpected error it has only the id under which the log
 * has the details.
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

/** Is it a failure of the app, which must be logged? */
export function isOurFault(error: unknown): boolean {
  const known = toAppError(error);
  return known === undefined || statusOf(known.code) >= 500;
}

/** A calendar may turn out too large only when it is expanded; then the document that names it is at fault. */
function toAppError(error: unknown): AppError | undefined {
  if (error instanceof LayoutRefused || error instanceof StepsSpent)
    return new AppError('InvalidDocument', error.message, { cause: error });
  return error instanceof AppError ? error : undefined;
}

/** The type of a problem, which is a URN, and its title. */
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
      ...(errors.length > 0 && { errors: firstOf(errors) }),
      ...members,
    }),
  };
}

function firstOf(faults: Problem['errors']): Problem['errors'] {
  const last = faults[MOST_FAULTS - 1];
  const rest = faults.length - MOST_FAULTS;
  if (last === undefined || rest === 0) return faults;
  return [
    ...faults.slice(0, MOST_FAULTS - 1),
    { ...last, message: `${last.message}; the input has ${rest} more faults after it` },
  ];
}
