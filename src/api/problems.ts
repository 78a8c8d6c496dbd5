/** What a code means for the caller. */
export interface ProblemText {
  readonly status: number;
  /** When to retry, in seconds; for transient failures. */
  readonly retryAfter?: number;
  /** What is wrong, in one sentence. */
  readonly means: string;
  /** What to do about it. */
  readonly remediation: string;
  /** An example of the `detail`. */
  readonly example: string;
}

/** Every problem of the API by its code. Codes are only added. */
export const PROBLEMS = {
  AccountNotFound: {
    status: 404,
    means: 'The app does not manage a Batch account of that name.',
    remediation: 'Check the setting `BATCH_ACCOUNTS`.',
    example: "No account 'prod' is configured; GET /api/accounts lists them.",
  },
  AnnouncementNotFound: {
    status: 404,
    means: 'There is no announcement with that id, or it is over.',
    remediation: 'List the announcements of the pool.',
    example: "Nothing is announced for the pool 'render' as '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d'.",
  },
  AnswerTooLarge: {
    // The request is valid, but its response is too large for one piece; 413 would mean the body of the request.
    status: 422,
    means: 'The answer takes too long to find, or it is too long to be sent in one piece and HTTP streaming is off.',
    remediation: 'Ask for less, or set `LAMPLIGHTER_HTTP_STREAM` to `on`.',
    example: 'The export takes longer than four minutes: narrow it with from and to.',
  },
  BatchUnavailable: {
    status: 503,
    retryAfter: 30,
    means: 'Azure Batch or its management plane could not be reached, or refused the request.',
    remediation: 'Try again after the time in `Retry-After`; the detail has the answer of Batch.',
    example: 'Reaching the account demo failed: 503 ServerBusy.',
  },
  BodyTooLarge: {
    status: 413,
    means: 'The body is larger than 1 MiB.',
    remediation: 'Send less.',
    example: 'The body is larger than 1048576 bytes, the largest that is accepted.',
  },
  DeliveryNotFound: {
    status: 404,
    means: 'The subscription has no delivery with that id, or the delivery is older than deliveries are kept.',
    remediation: 'List the deliveries of the subscription.',
    example: "The subscription 'ops' has no delivery 'x1'.",
  },
  DocumentChanged: {
    status: 412,
    means:
      'What the request changes has been changed since the version in `If-Match` or at the same moment, or a document with that id exists already.',
    remediation: 'Read the document again, decide again, and send its new `ETag`.',
    example: "Schedule 'office-hours' has been changed in the meantime: read it again.",
  },
  DocumentInUse: {
    status: 409,
    means: 'A policy uses the schedule.',
    remediation: 'Remove the schedule from the policies that the detail names first.',
    example: "Schedule 'office-hours' is named by policy 'render': take it out there first.",
  },
  DocumentNotFound: {
    status: 404,
    means: 'There is no document with that id.',
    remediation: 'List the documents of that kind.',
    example: "There is no schedule 'office-hours'; GET /api/schedules lists them.",
  },
  EventNotProcessed: {
    status: 503,
    retryAfter: 10,
    means: 'Some events of the webhook could not be processed; `events` has the result of each.',
    remediation: 'Send the same delivery again after the time in `Retry-After`: only what is missing is done.',
    example:
      '1 of 1 events could not be processed: send the delivery again. planned: The table Demand could not be used.',
  },
  EmergencyStopped: {
    status: 409,
    means: 'An emergency stop holds: no node is started or deallocated, by hand or by webhooks either.',
    remediation:
      'End the stop with `DELETE /api/stop` once the cause has gone; a request that has to be carried out all the same says `"despiteStop": true` (`--despite-stop` on the command line).',
    example:
      'An emergency stop holds since 2026-03-02T12:00:00Z, by http:function-key: the wrong nodes went off. Nothing was done.',
  },
  ExtensionNotFound: {
    status: 404,
    means: 'The node or the pool has no extension of that name, or the node has not reported its extensions yet.',
    remediation: 'List the extensions of a node; `fresh=true` asks the node again.',
    example: "The node 'tvmps_1' has no extension 'health'; it has 'secretext'.",
  },
  Forbidden: {
    status: 403,
    means: 'The platform has authenticated the caller, who lacks the app role that the operation needs.',
    remediation: 'Ask for the app role that the detail names.',
    example: "This is not allowed: it needs the app role 'Operator', and the caller has 'Reader'.",
  },
  IdempotencyKeyReused: {
    status: 409,
    means: 'Another request was sent with the same `Idempotency-Key` in the last 24 hours.',
    remediation: 'Use a new key for another request.',
    example:
      "Another request was sent with the Idempotency-Key 'night-1' in the last 24 hours: use a new key for another request.",
  },
  InternalError: {
    status: 500,
    means: 'An unexpected error.',
    remediation:
      'Find it in the log by the id in the detail. The answer says no more about it, because its text may hold a secret.',
    example: 'An unexpected error occurred. The log has it under 5f0c7a52-0b6e-4a0e-9c39-1f8f0a6c2d11.',
  },
  InvalidDocument: {
    status: 400,
    means: 'The document is not valid; nothing was saved.',
    remediation: 'Correct everything under `errors`, each with its path.',
    example: "Schedule 'office-hours' is not valid: nothing was saved.",
  },
  InvalidPool: {
    status: 400,
    means: 'The body of the pool is not valid; no pool was created.',
    remediation: 'Correct everything under `errors`; `findings` also has the rules and their sources.',
    example: 'The pool is not created: its body breaks rules.',
  },
  InvalidRequest: {
    status: 400,
    means: 'A parameter, a header or the form of the body is wrong; nothing was done.',
    remediation: 'Correct everything under `errors`, each with its path.',
    example: 'The request is not valid.',
  },
  LinkExpired: {
    status: 410,
    means: 'The link of the notice has expired.',
    remediation: 'Use an override of the pool instead.',
    example: 'The link expired at 2026-03-02T18:30:00Z.',
  },
  LinkNotFound: {
    status: 404,
    means: 'There is no such link, or it expired long ago.',
    remediation: 'Copy the whole address from the notice.',
    example: 'There is no such link.',
  },
  LinkUsed: {
    status: 409,
    means: 'This link, or another link of the same notice, has been used already.',
    remediation: 'The detail says what was done; change it with an override of the pool.',
    example: 'The notice was answered with +1 h.',
  },
  MethodNotAllowed: {
    status: 405,
    means: 'The address is known, and does not take that method.',
    remediation: 'Use a method that the header `allow` lists.',
    example: 'The address does not take POST; it takes GET.',
  },
  Misconfigured: {
    status: 503,
    means: 'The app settings are wrong.',
    remediation: 'Correct every setting in the detail; it repeats no value.',
    example: 'The app settings are not complete:\n- BATCH_ACCOUNTS: it is missing',
  },
  NodeNotFound: {
    status: 404,
    means: 'The pool has no such node.',
    remediation: 'Check whether the node was replaced.',
    example: "The pool 'render' has no node 'tvmps_1'.",
  },
  OverrideNotFound: {
    status: 404,
    means: 'The pool has no override, now or later.',
    remediation: 'Nothing needs to be done.',
    example: "The pool 'render' has no override.",
  },
  OverrideUnreadable: {
    status: 409,
    means: 'The stored override of the pool cannot be read, so the pool is left alone.',
    remediation: 'Replace the override with `PUT`, or delete it with `DELETE`.',
    example: "The override of the pool 'render' cannot be read, so the pool is left alone: `until` is missing.",
  },
  PoolExists: {
    status: 409,
    means: 'A pool with that id exists, and was not changed.',
    remediation: 'Create the pool with another id; `findings` says in what the extensions differ.',
    example: "The account 'demo' has a pool 'render' already, which was left as it is.",
  },
  PoolLeftAlone: {
    status: 409,
    means: 'The pool is of a kind whose nodes are never started or deallocated, such as one with an autoscale formula.',
    remediation: 'The detail has the reason.',
    example:
      "No node of the pool 'render' is touched: the pool has an autoscale formula, which sets the number of nodes itself.",
  },
  PoolNotFound: {
    status: 404,
    means: 'The account has no such pool.',
    remediation: 'List the pools of the account.',
    example: "The account 'demo' has no pool 'render'; GET /api/accounts/demo/pools lists them.",
  },
  PoolOverridden: {
    status: 409,
    means: 'Somebody has put another override on the pool, which a link or an undo does not replace.',
    remediation: 'Read the override of the pool, and change it there.',
    example: "The pool 'render' is overridden until 2026-03-03T18:00:00Z.",
  },
  PreconditionRequired: {
    status: 428,
    means: 'A change of something that exists needs the version that it changes.',
    remediation: 'Send the `ETag` of the last answer in `If-Match`, or `*` for any version.',
    example: "Schedule 'office-hours' exists. Send its ETag in If-Match to change it.",
  },
  ReplayNotFound: {
    status: 404,
    means: 'There is no replay with that id; replays are kept for 30 days.',
    remediation: 'Ask for a new one: POST to `replay` under the pool.',
    example: "There is no replay '0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d'.",
  },
  ReplayUnderWay: {
    status: 409,
    means: 'Another replay of the pool has not come to its end; a pool has one at a time.',
    remediation: 'Wait for it, at the address in the detail.',
    example:
      "The replay 0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d of the pool 'render' has not come to its end: GET /api/replays/0f4c1e0e-8f0b-4f7e-9a3c-2d1f5a6b7c8d shows how far it is.",
  },
  RouteNotFound: {
    status: 404,
    means: 'The API has no such address.',
    remediation: '`GET /api/openapi.json` lists all addresses.',
    example: 'There is nothing to GET at that address; GET /api/openapi.json lists what there is.',
  },
  SignatureInvalid: {
    status: 401,
    means: 'The webhook does not prove who sent it. The detail is the same whatever is wrong with the proof.',
    remediation:
      'Give the source a secret in the setting `WEBHOOK_SECRETS` and sign with it; the audit log has the reason.',
    example: 'The delivery does not prove where it comes from.',
  },
  StorageUnavailable: {
    status: 503,
    retryAfter: 5,
    means: 'Tables or queues could not be used.',
    remediation:
      'Try again after the time in `Retry-After`. If it continues, `GET /api/health` says which of them fail.',
    example: 'The table Policies could not be used.',
  },
  TooManyAnnouncements: {
    status: 409,
    means: 'The pool has as many announcements that are not over as it can have.',
    remediation:
      'Withdraw announcements that no longer count, wait until some are over, or announce work that comes at the same time together.',
    example: "The pool 'render' has 500 announcements that are not over, and can have at most 500: nothing was saved.",
  },
  Unauthenticated: {
    status: 401,
    means: "The platform's authentication is on and has not named the caller.",
    remediation: 'Sign in, or send an access token for the app.',
    example: "The platform's authentication is on, and the request names nobody.",
  },
  StopNotFound: {
    status: 404,
    means: 'There is no emergency stop.',
    remediation: 'Nothing needs to be done: policies act.',
    example: 'There is no emergency stop to end.',
  },
  UnsupportedMediaType: {
    status: 415,
    means: 'The `Content-Type` of the body is not JSON, or the body is compressed.',
    remediation: 'Send the body as `application/json`, without a `Content-Encoding`.',
    example: "The body is 'text/csv'; send it as application/json.",
  },
} as const satisfies Readonly<Record<string, ProblemText>>;

/** The code of a problem. */
export type ProblemCode = keyof typeof PROBLEMS;

/** The texts of a problem. */
export function problemOf(code: ProblemCode): ProblemText {
  return PROBLEMS[code];
}
