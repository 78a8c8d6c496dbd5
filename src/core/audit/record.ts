import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '../pool/act.ts';

/** What a record can tell of. */
export const PHASES = ['intent', 'outcome', 'event'] as const;

/** What a record tells of: an act that is about to be tried, what became of it, or something that has happened. */
export type Phase = (typeof PHASES)[number];

/** What a record is about; what does not apply is left out. */
export interface Subject {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly node?: string | undefined;
  /** A document as `schedules/office-hours`. */
  readonly document?: string | undefined;
}

/** Something worth remembering, before it has a place in a chain. */
export interface AuditEntry {
  readonly at: Temporal.Instant;
  /** Who: `timer:evaluate-pools`, `http:function-key`, `files` … */
  readonly actor: string;
  /** What: `start`, `deallocate`, `schedule.put` … */
  readonly action: string;
  readonly phase: Phase;
  readonly subject: Subject;
  /** One sentence for people. */
  readonly reason: string;
  /** What belongs together: all records of one evaluation or one request have the same. */
  readonly correlation: string;
  readonly outcome?: Outcome | undefined;
  /** In an outcome: the `recordId` of the intent that it belongs to. */
  readonly intent?: string | undefined;
  /** The policy that held, as id and version: `render@3f2a…`. */
  readonly policy?: string | undefined;
  /** Where something changed: what was there and what is there now. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** An entry with its place in a chain. */
export interface AuditRecord extends AuditEntry {
  /** The chain it belongs to; each pool has one for every month, and the documents have one. */
  readonly chain: string;
  /** Its number in the chain, from 1. */
  readonly number: number;
  /** Hash of the record before it, of the chain's predecessor for the first; `''` where there is none. */
  readonly previous: string;
  /** SHA-256 of `chainText`, in hexadecimal digits. */
  readonly hash: string;
}

/** The name of a record in the whole history: its chain and its number in it. */
export function recordId({ chain, number }: Pick<AuditRecord, 'chain' | 'number'>): string {
  return `${chain}/${number}`;
}
