/** Why a delivery was refused; only the audit log has it. */
export type RefusalReason =
  | 'BodyTooLarge'
  | 'TooManyEvents'
  | 'InvalidRequest'
  | 'UnsupportedMediaType'
  | 'headers-missing'
  | 'id-invalid'
  | 'no-secret'
  | 'secret-wrong'
  | 'signature-wrong'
  | 'timestamp-invalid'
  | 'too-new'
  | 'too-old'
  | 'unknown-source';

/** Records what unauthenticated callers can cause, and limits how much they can add to the audit log. */
export interface Refusals {
  /** Records that a delivery was refused. */
  refused(source: string, reason: RefusalReason): Promise<void>;
  /** Records that another system was allowed to send events. */
  validated(source: string, reason: string): Promise<void>;
  /** May an event of a source be processed? Events beyond the hourly limit of the source are counted. */
  admits(source: string): Promise<boolean>;
  /** May an event that matched no rule have its own record? Events beyond the hourly limit of the source are counted. */
  recordsIgnored(source: string): Promise<boolean>;
  /** Called when a delivery was accepted, so that the refusals of a past hour can be recorded. */
  settle(source: string): Promise<void>;
}

export interface HasRefusals {
  readonly refusals: Refusals;
}
