/** Why a delivery was refused; only the audit log says it. */
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

/** Writes down what strangers can make happen as often as they like, without being written full by them. */
export interface Refusals {
  /** A delivery was refused. */
  refused(source: string, reason: RefusalReason): Promise<void>;
  /** Another system was told that it may send events. */
  validated(source: string, reason: string): Promise<void>;
  /** May an event of a source be worked on? Those beyond what a source may send in an hour are counted. */
  admits(source: string): Promise<boolean>;
  /** May an event that no rule was for have a record of its own? Those beyond what a source may have in an hour are counted. */
  recordsIgnored(source: string): Promise<boolean>;
  /** A delivery was taken: a chance to write down how many were refused in an hour that is over. */
  settle(source: string): Promise<void>;
}

export interface HasRefusals {
  readonly refusals: Refusals;
}
