import type { ErrorCode } from '../ports/errors.ts';
import { RETRY_AFTER, STATUS_BY_CODE } from './problem.ts';

/** A code that an answer can have: an error, or what nobody foresaw. */
export type ProblemCode = ErrorCode | 'InternalError';

/** What a code says to whoever meets it. */
export interface ProblemText {
  /** What is wrong, in one sentence. */
  readonly means: string;
  /** What to do about it. */
  readonly mend: string;
  /** A `detail` as it comes. */
  readonly example: string;
}

/** The one table from codes to what they mean: a new code without a text does not compile. */
export const PROBLEM_TEXTS: Readonly<Record<ProblemCode, ProblemText>> = {
  AccountNotFound: {
    means: 'No Batch account of that name is looked after.',
    mend: 'Look for it in the setting `BATCH_ACCOUNTS`.',
    example: "No account 'prod' is looked after; there is 'demo'.",
  },
  AnnouncementNotFound: {
    means: 'Nothing is announced under that id, or it is over.',
    mend: 'List the announcements of the pool.',
    example: "Nothing is announced for the pool 'render' as '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d'.",
  },
  AnswerTooLarge: {
    means:
      'The answer is longer than can be held in one piece, and this app does not send answers while they are made.',
    mend: 'Narrow the question, or set `LAMPLIGHTER_HTTP_STREAM` to `on`.',
    example: 'The export takes longer than four minutes: narrow it with from and to.',
  },
  BatchUnavailable: {
    means: 'Azure Batch, or its management plane, could not be asked or has refused.',
    mend: 'Ask again after the time in `Retry-After`; the detail says what Batch has answered.',
    example: 'Reaching the account demo failed: 503 ServerBusy.',
  },
  BodyTooLarge: {
    means: 'The body has more than 1 MiB.',
    mend: 'Send less.',
    example: 'The body is larger than 1048576 bytes, the most that is taken.',
  },
  DeliveryNotFound: {
    means: 'The subscription has no delivery of that id, or it is older than is kept.',
    mend: 'List the deliveries of the subscription.',
    example: "The subscription 'ops' has no delivery 'x1'.",
  },
  DocumentChanged: {
    means: 'Somebody has changed the document since the version in `If-Match`, or it is there already.',
    mend: 'Read it again, decide again, and send the new `ETag`.',
    example: "Schedule 'office-hours' has been changed in the meantime: read it again.",
  },
  DocumentInUse: {
    means: 'A policy names the schedule.',
    mend: 'Take it out of the policies in the detail first.',
    example: "Schedule 'office-hours' is named by policy 'render': take it out there first.",
  },
  DocumentNotFound: {
    means: 'There is no document of that id.',
    mend: 'List the documents of its kind.',
    example: "There is no schedule 'office-hours'; GET /api/schedules lists them.",
  },
  EventNotProcessed: {
    means: 'Not all of what came by a webhook could be worked off; `events` says what became of each event.',
    mend: 'Send the same delivery again after the time in `Retry-After`: only what is missing is done.',
    example:
      '1 of 1 events could not be worked off: send the delivery again. planned: The table Demand could not be used.',
  },
  ExtensionNotFound: {
    means: 'The node or the pool has no extension of that name, or has never been asked for one.',
    mend: 'List the extensions of a node; `fresh=true` asks it anew.',
    example: "The node 'tvmps_1' has no extension 'health'; it has 'secretext'.",
  },
  Forbidden: {
    means: "The platform's authentication knows the caller, who has no role for this.",
    mend: 'Ask for the app role in the detail.',
    example: "This needs the app role 'Operator'; the caller has 'Reader'.",
  },
  IdempotencyKeyReused: {
    means: 'Another request was sent under the same `Idempotency-Key` in the last 24 hours.',
    mend: 'Take a new key for another request.',
    example:
      "Another request was sent with the Idempotency-Key 'night-1' in the last 24 hours: take a new one for another request.",
  },
  InternalError: {
    means: 'Something that nobody foresaw.',
    mend: 'The log has it under the id in the detail. Nothing is said of it here, since nobody knows what it holds.',
    example: 'Something that nobody foresaw went wrong. The log has it under 5f0c7a52-0b6e-4a0e-9c39-1f8f0a6c2d11.',
  },
  InvalidDocument: {
    means: 'The document breaks rules; nothing was saved.',
    mend: 'Mend everything under `errors`, each with its path.',
    example: "Schedule 'office-hours' is not valid: nothing was saved.",
  },
  InvalidPool: {
    means: 'The body of the pool breaks rules; no pool was created.',
    mend: 'Mend everything under `errors`; `findings` has the rules and their sources too.',
    example: 'The pool is not created: its body breaks rules.',
  },
  InvalidRequest: {
    means: 'A parameter, a header or the form of the body is wrong; nothing was done.',
    mend: 'Mend everything under `errors`, each with its path.',
    example: 'The request is not valid.',
  },
  LinkExpired: {
    means: 'The time of the link in a notice is over.',
    mend: 'Use an override of the pool instead.',
    example: 'The link is over since 2026-03-02T18:30:00Z.',
  },
  LinkNotFound: {
    means: 'There is no such link, or it is long over.',
    mend: 'Take the address from the notice as it stands there.',
    example: 'There is no such link.',
  },
  LinkUsed: {
    means: 'The link, or another one of the same notice, has been used.',
    mend: 'The detail says what was done; an override of the pool changes it.',
    example: 'The notice was answered with +1 h.',
  },
  Misconfigured: {
    means: 'The app settings are wrong.',
    mend: 'Mend everything in the detail; no setting is repeated there.',
    example: 'The app settings are not complete:\n- BATCH_ACCOUNTS: it is missing',
  },
  NodeNotFound: {
    means: 'The pool has no such node.',
    mend: 'Look whether it was replaced.',
    example: "The pool 'render' has no node 'tvmps_1'.",
  },
  OverrideNotFound: {
    means: 'The pool has no override that holds or is to come.',
    mend: 'None is needed to go on.',
    example: "The pool 'render' has no override.",
  },
  PoolExists: {
    means: 'A pool of that id is there, and was left as it is.',
    mend: 'Create one under another id; `findings` says in what the extensions differ.',
    example: "The account 'demo' has a pool 'render' already, which was left as it is.",
  },
  PoolLeftAlone: {
    means:
      'The pool is of a kind that no node of is ever started or deallocated, such as one with an autoscale formula.',
    mend: 'The detail says what stands against it.',
    example:
      "No node of the pool 'render' is touched: the pool has an autoscale formula, which sets the number of nodes itself.",
  },
  PoolNotFound: {
    means: 'The account has no such pool.',
    mend: 'List the pools of the account.',
    example: "The account 'demo' has no pool 'render'; GET /api/accounts/demo/pools lists them.",
  },
  PoolOverridden: {
    means: 'Somebody has overridden the pool in another way, and a link must not destroy that.',
    mend: 'Look at the override of the pool, and change it there.',
    example: "The pool 'render' is overridden until 2026-03-03T18:00:00Z.",
  },
  PreconditionRequired: {
    means: 'What is there already is changed only by somebody who knows it.',
    mend: 'Send the `ETag` of the last answer in `If-Match`, or `*` for whatever is there.',
    example: "Schedule 'office-hours' exists. Send its ETag in If-Match to change it.",
  },
  SignatureInvalid: {
    means:
      'What came by a webhook does not prove where it comes from. Whatever is wrong with a proof is said in these words.',
    mend: 'Give the source a secret in the setting `WEBHOOK_SECRETS` and sign with it, now; the history says what is wrong.',
    example: 'The delivery does not prove where it comes from.',
  },
  StorageUnavailable: {
    means: 'Tables or queues could not be used.',
    mend: 'Ask again after the time in `Retry-After`. If it lasts, `GET /api/health` says which of them.',
    example: 'The table Policies could not be used.',
  },
  Unauthenticated: {
    means: "The platform's authentication is on and has not said who calls.",
    mend: 'Sign in, or send an access token for the app.',
    example: "The platform's authentication is on, and the request names nobody.",
  },
  UnsupportedMediaType: {
    means: 'The body is said to be something else than JSON.',
    mend: 'Send it as `application/json`.',
    example: "The body is 'text/csv'; send it as application/json.",
  },
};

/** The status of a code. */
export function statusOf(code: ProblemCode): number {
  return code === 'InternalError' ? 500 : STATUS_BY_CODE[code];
}

/** When to ask again, in seconds, where it mends itself. */
export function retryAfterOf(code: ProblemCode): string | undefined {
  return code === 'InternalError' ? undefined : RETRY_AFTER[code];
}
