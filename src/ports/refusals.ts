/** Why a delivery was refused; only the audit log says it. */
export type RefusalReason =
  | 'BodyTooLarge'
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

/** Writes down what strangers can make happen as often as they like, without being written full by them. */
export interface Refusals {
  /** A delivery was refused. */
  refused(source: string, reason: RefusalReason): Promise<void>;
  /** Another system was told that it may send events. */
  validated(source: string, reason: string): Promise<void>;
  /** A delivery was taken: a chance to write down how many were refused in an hour that is over. */
  settle(source: string): Promise<void>;
}

export interface HasRefusals {
  readonly refusals: Refusals;
}
