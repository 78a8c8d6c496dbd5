import type { HttpResponseInit } from '@azure/functions';
import { StepsSpent } from '../core/step-budget.ts';
import { CalendarLayoutError } from '../documents/calendars/calendar-layout-error.ts';
import { AppError, type ErrorCode } from '../ports/errors.ts';

/** The one table from codes to statuses: a new code without a status does not compile. What each means: problem-texts.ts. */
export const STATUS_BY_CODE = {
  AccountNotFound: 404,
  AnnouncementNotFound: 404,
  // The request is sound, and its answer more than can be given at once: 413 would speak of the request's body.
  AnswerTooLarge: 422,
  BatchUnavailable: 503,
  BodyTooLarge: 413,
  DeliveryNotFound: 404,
  DocumentChanged: 412,
  DocumentInUse: 409,
  DocumentNotFound: 404,
  EventNotProcessed: 503,
  ExtensionNotFound: 404,
  Forbidden: 403,
  IdempotencyKeyReused: 409,
  InvalidDocument: 400,
  InvalidPool: 400,
  InvalidRequest: 400,
  LinkExpired: 410,
  LinkNotFound: 404,
  LinkUsed: 409,
  Misconfigured: 503,
  NodeNotFound: 404,
  OverrideNotFound: 404,
  PoolExists: 409,
  PoolLeftAlone: 409,
  PoolNotFound: 404,
  PoolOverridden: 409,
  PreconditionRequired: 428,
  SignatureInvalid: 401,
  StorageUnavailable: 503,
  Unauthenticated: 401,
  UnsupportedMediaType: 415,
} satisfies Record<ErrorCode, number>;

/** Failures that mend themselves: when to ask again, in seconds. */
export const RETRY_AFTER: Partial<Record<ErrorCode, string>> = {
  BatchUnavailable: '30',
  EventNotProcessed: '10',
  StorageUnavailable: '5',
};

/**
 * The answer to a request that failed: problem details as RFC 9457 has them, with the `code` of the error and under
 * `errors` everything that is wrong with what was sent, and further members where the error has them. What nobody foresaw says nothing of itself but the id under which
 * the log has it.
 */
export function toProblem(error: unknown, invocationId: string): HttpResponseInit {
  const known = toAppError(error);
  if (known === undefined) {
    const detail = `Something that nobody foresaw went wrong. The log has it under ${invocationId}.`;
    return problem(500, { code: 'InternalError', detail, errors: [], members: {} });
  }
  const { code, message, faults, members } = known;
  const retryAfter = RETRY_AFTER[code];
  return problem(
    STATUS_BY_CODE[code],
    { code, detail: message, errors: faults, members },
    retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  );
}

/** Is it a failure on our side, which belongs in the log? */
export function isOurFault(error: unknown): boolean {
  const known = toAppError(error);
  return known === undefined || STATUS_BY_CODE[known.code] >= 500;
}

/** A calendar that a document names may turn out too full only when it is laid out: then the document is what is wrong. */
function toAppError(error: unknown): AppError | undefined {
  if (error instanceof CalendarLayoutError || error instanceof StepsSpent)
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
