import type { InputFault } from '../core/text/input-fault.ts';

/** What can go wrong, by what the caller does next. Codes are part of the API: they are only added. */
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
  | 'Unauthenticated'
  | 'UnsupportedMediaType';

/** A promise that could not be kept. The message says what was being done, to what, and how to correct it. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Everything that is wrong with the input, where input is what is wrong. */
  readonly faults: readonly InputFault[];
  /** What else the caller should know, by the names under which an answer has it. */
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

/** Batch has more requests than it takes: whoever can do without an answer asks no more for a while. */
export class BatchThrottled extends AppError {
  constructor(message: string) {
    super('BatchUnavailable', message);
    this.name = 'BatchThrottled';
  }
}

/** The right to act on a pool is lost: somebody else has taken its fence, unless another reason is given. */
export class FenceLost extends Error {
  constructor(pool: string, because = `Another evaluation has taken over ${pool}.`) {
    super(because);
    this.name = 'FenceLost';
  }
}
