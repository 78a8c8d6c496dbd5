/** One of the `values` of an error body. */
export type ErrorValue = readonly [key: string, value: string];

/**
 * The error codes of the emulator, each with its HTTP status and the sentence of the service.
 * https://learn.microsoft.com/rest/api/batchservice/batch-status-and-error-codes
 */
const ERRORS = {
  AccountNotFound: [404, 'The specified account does not exist.'],
  ApplicationNotFound: [404, 'The specified application does not exist.'],
  AuthenticationFailed: [
    403,
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  ],
  AutoScaleFormulaTooLong: [400, 'The specified auto-scaling formula exceeds lengths limit.'],
  ConditionNotMet: [412, 'The condition specified using HTTP conditional header(s) is not met.'],
  FileNotFound: [404, 'The specified file does not exist.'],
  InternalError: [500, 'Server encountered an internal error. Please try again after some time.'],
  InvalidApplicationPackageReferences: [409, 'One or more application package references could not be satisfied.'],
  InvalidAuthenticationInfo: [
    400,
    'The authentication information was not provided in the correct format. Verify the value of Authorization header.',
  ],
  InvalidHeaderValue: [400, 'The value for one of the HTTP headers is not in the correct format.'],
  InvalidPropertyValue: [400, 'The value provided for one of the properties in the request body is invalid.'],
  InvalidQueryParameterValue: [400, 'Value for one of the query parameters specified in the request URI is invalid.'],
  InvalidRequestBody: [400, 'The specified Request Body is not syntactically valid.'],
  InvalidUri: [400, 'The requested URI does not represent any resource on the server.'],
  JobBeingDeleted: [409, 'The specified job has been marked for deletion and is being garbage collected.'],
  JobBeingTerminated: [409, 'The specified job is being terminated.'],
  JobCompleted: [409, 'The specified job is already in a completed state.'],
  JobExists: [409, 'The specified job already exists.'],
  JobNotFound: [404, 'The specified job does not exist.'],
  JobScheduleBeingDeleted: [409, 'The specified job schedule is being deleted.'],
  JobScheduleBeingTerminated: [409, 'The specified job schedule is being terminated.'],
  JobScheduleCompleted: [409, 'The specified job schedule has completed.'],
  JobScheduleExists: [409, 'The specified job schedule already exists.'],
  JobScheduleNotFound: [404, 'The specified job schedule does not exist.'],
  MissingRequiredProperty: [400, 'A required property was not specified in the request body.'],
  MissingRequiredQueryParameter: [400, "A query parameter that's mandatory for this request is not specified."],
  NodeAlreadyInTargetSchedulingState: [409, 'The specified node is already in the target scheduling state.'],
  NodeBeingCreated: [409, 'The specified node is being created.'],
  NodeBeingRebooted: [409, 'The specified node is being rebooted.'],
  NodeBeingReimaged: [409, 'The specified node is being reimaged.'],
  NodeBeingStarted: [409, 'The specified node is being started.'],
  NodeNotFound: [404, 'The specified node does not exist.'],
  NodeUserExists: [409, 'The specified node user already exists.'],
  NodeUserNotFound: [404, 'The specified node user does not exist.'],
  NodeStateUnusable: [409, 'Operation cannot be performed on the node in its current state: unusable.'],
  NotImplemented: [501, 'The emulator does not have this operation.'],
  OperationInvalidForCurrentState: [409, 'The specified operation is not valid for the current state of the resource.'],
  OperationNotValidOnPool: [409, 'The specified operation is not valid on the pool.'],
  OperationTimedOut: [500, 'The operation could not be completed within the permitted time.'],
  OutOfRangeQueryParameterValue: [
    400,
    'A query parameter specified in the request URI is outside the permissible range.',
  ],
  PoolBeingDeleted: [409, 'The specified pool is being deleted.'],
  PoolBeingResized: [409, 'The specified pool is being resized.'],
  PoolExists: [409, 'The specified pool already exists.'],
  PoolNotFound: [404, 'The specified pool does not exist.'],
  PropertyCannotBeUpdated: [400, 'A property that cannot be updated was specified as part of the request.'],
  RequestBodyTooLarge: [413, 'The size of the request body exceeds the maximum permitted size.'],
  ResourceNotFound: [404, 'The specified resource does not exist.'],
  ServerBusy: [503, 'The server is currently unable to receive requests. Please retry your request.'],
  TaskCompleted: [409, 'The specified task is already in a completed state.'],
  TaskDependenciesNotSpecifiedOnJob: [
    400,
    'A task was specified as depending on other tasks, but the job did not specify that it would use task dependencies.',
  ],
  TaskDependencyListTooLong: [
    400,
    'A task was specified as depending on other tasks, but the list of dependencies was too long to be stored.',
  ],
  TaskExists: [409, 'The specified task already exists.'],
  TaskFilesCleanedup: [404, 'The files of the specified task have been cleaned up.'],
  TaskFilesUnavailable: [404, 'The files of the specified task are not available.'],
  TaskNotCompleted: [
    409,
    'The specified task is not in a completed state, and the requested operation can be performed only on completed tasks.',
  ],
  TaskNotFound: [404, 'The specified task does not exist.'],
  TaskSucceeded: [
    409,
    'The specified task has already completed successfully, and the requested operation cannot be performed on successful tasks.',
  ],
  TooManyEnableAutoScaleRequests: [503, 'Too many Enable Pool AutoScale requests are issued on the pool.'],
  TooManyRequests: [429, 'Too many requests. Please retry your request later.'],
  UnsupportedHttpVerb: [405, 'The resource does not support the specified HTTP verb.'],
  UnsupportedProperty: [400, 'One of the properties specified in the request body is not supported.'],
  UnsupportedQueryParameter: [400, 'One of the query parameters specified in the request URI is not supported.'],
  UnsupportedRequestVersion: [400, 'The specified request version is not supported.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** A refusal with the code and message of the service. */
export class BatchError extends Error {
  readonly status: number;
  readonly code: ErrorCode;
  readonly values: readonly ErrorValue[];
  /** Seconds for the `Retry-After` header; `undefined` means no header. */
  retryAfter: number | undefined;
  /** All problems that were found; the answer has only the first one. */
  problems: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] = [];

  constructor(code: ErrorCode, ...values: readonly ErrorValue[]) {
    const [status, message] = ERRORS[code];
    super(message);
    this.name = 'BatchError';
    this.status = status;
    this.code = code;
    this.values = values;
  }
}
