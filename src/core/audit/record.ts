import type { Temporal } from 'temporal-polyfill';
import type { Outcome } from '../pool/act.ts';

/** The phases of a record. */
export const PHASES = ['intent', 'outcome', 'event'] as const;

/** The phase of a record: `intent` before an act, `outcome` after it, `event` for everything else. */
export type Phase = (typeof PHASES)[number];

/** The subject of a record; members that do not apply are missing. */
export interface Subject {
  readonly account?: string | undefined;
  readonly pool?: string | undefined;
  readonly node?: string | undefined;
  /** A document, such as `schedules/office-hours`. */
  readonly document?: string | undefined;
}

/** A record before it has a place in a chain. */
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
  /** The correlation that all records of one evaluation or request share. */
  readonly correlation: string;
  readonly outcome?: Outcome | undefined;
  /** In an outcome: the `recordId` of its intent. */
  readonly intent?: string | undefined;
  /** The policy that applied, as id and version: `render@3f2a…`. */
  readonly policy?: string | undefined;
  /** For a change: the values before and after it. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** An entry with its place in a chain. */
export interface AuditRecord extends AuditEntry {
  /** The chain to which it belongs; each pool has one for every month, and so have the documents. */
  readonly chain: string;
  /** Its number in the chain, from 1. */
  readonly number: number;
  /** Hash of the previous record; for the first record, that of the last one in the previous chain; `''` if there is none. */
  readonly previous: string;
  /** SHA-256 of `chainText`, in hexadecimal digits. */
  readonly hash: string;
}

/** The id of a record in the whole audit log: its chain and its number in it. */
export function recordId({ chain, number }: Pick<AuditRecord, 'chain' | 'number'>): string {
  return `${chain}/${number}`;
}
