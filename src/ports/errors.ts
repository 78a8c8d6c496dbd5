import type { InputFault } from '../core/text/input-fault.ts';

/** The kinds of errors, told apart by what the caller does next. Codes are part of the API: they are only added. */
export type ErrorCode =
  | 'AccountNotFound'
  | 'AnnouncementNotFound'
  | 'AnswerTooLarge'
  | 'BatchUnavailable'
  | 'BodyTooLarge'
  | 'DeliveryNotFound'
  | 'DocumentChanged'
  | 'DocumentInUse'
  | 'DocumentNotFound'
  | 'EventNotProcessed'
  | 'EmergencyStopped'
  | 'ExtensionNotFound'
  | 'Forbidden'
  | 'IdempotencyKeyReused'
  | 'InvalidDocument'
  | 'InvalidPool'
  | 'InvalidRequest'
  | 'LinkExpired'
  | 'LinkNotFound'
  | 'LinkUsed'
  | 'MethodNotAllowed'
  | 'Misconfigured'
  | 'NodeNotFound'
  | 'OverrideNotFound'
  | 'OverrideUnreadable'
  | 'StopNotFound'
  | 'PoolExists'
  | 'PoolLeftAlone'
  | 'PoolNotFound'
  | 'PoolOverridden'
  | 'PreconditionRequired'
  | 'ReplayNotFound'
  | 'ReplayUnderWay'
  | 'RouteNotFound'
  | 'SignatureInvalid'
  | 'StorageUnavailable'
  | 'TooManyAnnouncements'
  | 'Unauthenticated'
  | 'UnsupportedMediaType';

/** An operation failed. The message says what was being done, to what, and how to correct it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** All faults of the input, if the input is the cause. */
  readonly faults: readonly InputFault[];
  /** Further facts for the caller, under the names that they have in the response. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      readonly faults?: readonly InputFault[];
      readonly members?: Readonly<Record<string, unknown>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.faults = options.faults ?? [];
    this.members = options.members ?? {};
  }
}

/** Batch throttles requests: a caller that can do without the response sends no more requests for a while. */
export class BatchThrottled extends AppError {
  constructor(message: string) {
    super('BatchUnavailable', message);
    this.name = 'BatchThrottled';
  }
}

/** Is a service down? Then the same may succeed later, without anybody doing anything. */
export function isOutage(error: unknown): error is AppError {
  return error instanceof AppError && (error.code === 'BatchUnavailable' || error.code === 'StorageUnavailable');
}

/** An account is not known, but it may be one that is found as soon as its subscription or resource group can be searched. */
export function accountsUnsearched(account: string): AppError {
  return new AppError(
    'BatchUnavailable',
    `The account '${account}' is not known yet: the accounts of BATCH_ACCOUNTS could not all be searched for.`,
  );
}

/** The right to act on a pool is lost: another process has acquired its fence, unless `because` gives another reason. */
export class FenceLost extends Error {
  constructor(pool: string, because = `Another evaluation has taken over ${pool}.`) {
    super(because);
    this.name = 'FenceLost';
  }
}
