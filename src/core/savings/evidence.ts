import type { Temporal } from 'temporal-polyfill';
import { type AuditRecord, recordId } from '../audit/record.ts';
import { isBefore } from '../time/instants.ts';

/**
 * What a record shows about whether a node was on.
 * - `wants-off`: this app was about to request a deallocation, so the node was on
 * - `asked-off`: Batch accepted that deallocation
 * - `off`: the node was then seen deallocated; `stayed-on`: it was not deallocated
 * - `asked-on`: this app has requested a start, or may have
 * - `on`, `start-failed`, `start-fell-back`: how a start ended; the last one left the node off
 * - `found-on`, `found-off`: somebody else has acted
 * - `removed`: this app has removed the node, which was deallocated, from its pool
 * - `gone`: the node no longer exists
 */
export type EvidenceKind =
  | 'wants-off'
  | 'asked-off'
  | 'off'
  | 'stayed-on'
  | 'asked-on'
  | 'on'
  | 'start-failed'
  | 'start-fell-back'
  | 'found-on'
  | 'found-off'
  | 'removed'
  | 'gone';

/** One piece of evidence about a node, and the records that show it. */
export interface Evidence {
  readonly kind: EvidenceKind;
  readonly node: string;
  readonly at: Temporal.Instant;
  /** Does it show that the node was deallocated until then? Only then can it be started. */
  readonly wasOff: boolean;
  /** How long the act took, if the record says so. */
  readonly seconds: number | undefined;
  /** The id of the policy that applied, without its version. */
  readonly policy: string | undefined;
  readonly records: readonly string[];
}

const EVENTS: ReadonlyMap<string, EvidenceKind> = new Map([
  ['node.deallocated', 'off'],
  ['node.deallocate-failed', 'stayed-on'],
  ['node.started', 'on'],
  ['node.start-failed', 'start-failed'],
  ['node.manual-start', 'found-on'],
  ['node.manual-deallocate', 'found-off'],
  ['node.removed', 'removed'],
]);

/** The actions whose records show whether a node was on. */
export const POWER_ACTIONS: ReadonlySet<string> = new Set(['start', 'deallocate', ...EVENTS.keys()]);

/**
 * The evidence in the records of one pool, in the order in which they were written, which does not depend on the clock.
 * Duplicate records count once; a start without an outcome may have been made.
 */
export function evidenceOf(records: readonly AuditRecord[]): readonly Evidence[] {
  const byId = new Map(records.map((record) => [recordId(record), record]));
  const answered = new Set([...byId.values()].map(({ intent }) => intent));
  return [...byId.values()].toSorted(inChain).flatMap((record) => {
    const kind = kindOf(record, answered);
    return kind === undefined ? [] : toEvidence(kind, record, byId);
  });
}

function kindOf(record: AuditRecord, answered: ReadonlySet<string | undefined>): EvidenceKind | undefined {
  const { action, phase } = record;
  if (phase === 'event') return isOffAfter(record) ? 'start-fell-back' : EVENTS.get(action);
  if (action === 'deallocate') return phase === 'intent' ? 'wants-off' : afterDeallocate(record);
  if (action !== 'start') return undefined;
  if (phase === 'outcome') return afterStart(record);
  return answered.has(recordId(record)) ? undefined : 'asked-on';
}

const OFF_STATES: ReadonlySet<unknown> = new Set(['deallocated', 'deallocating', 'leavingpool', 'gone']);

/** Has a start failed in such a way that no machine is on? Records of older versions do not say. */
function isOffAfter({ action, after }: AuditRecord): boolean {
  return action === 'node.start-failed' && OFF_STATES.has(memberOf(after, 'state'));
}

/** A node that was already deallocated at our request was deallocated by somebody else. */
function afterDeallocate({ outcome }: AuditRecord): EvidenceKind | undefined {
  if (outcome === 'accepted') return 'asked-off';
  return outcome === 'gone' ? 'gone' : undefined;
}

/** A node is certainly still off only if the request did not reach Batch; if Batch refused it, the node was on or starting. */
function afterStart({ outcome }: AuditRecord): EvidenceKind | undefined {
  if (outcome === 'failed') return undefined;
  if (outcome === 'gone') return 'gone';
  return outcome === 'unneeded' || outcome === 'refused' ? 'found-on' : 'asked-on';
}

function toEvidence(
  kind: EvidenceKind,
  record: AuditRecord,
  byId: ReadonlyMap<string, AuditRecord>,
): readonly Evidence[] {
  const { node } = record.subject;
  if (node === undefined) return [];
  const intent = kind === 'asked-on' && record.intent !== undefined ? byId.get(record.intent) : undefined;
  const seconds = secondsIn(record.after);
  const ids = [...(intent === undefined ? [] : [recordId(intent)]), recordId(record)];
  return [
    {
      kind,
      node,
      // A node is paid for from the request on, which is before its response.
      at: intent !== undefined && isBefore(intent.at, record.at) ? intent.at : happened(record, seconds),
      wasOff: kind === 'on' || kind === 'removed' || record.action === 'node.manual-start' || isTakenStart(record),
      seconds,
      policy: record.policy?.split('@')[0],
      records: ids,
    },
  ];
}

function isTakenStart({ action, outcome }: AuditRecord): boolean {
  return action === 'start' && outcome === 'accepted';
}

function memberOf(after: unknown, name: string): unknown {
  return typeof after === 'object' && after !== null ? new Map(Object.entries(after)).get(name) : undefined;
}

function secondsIn(after: unknown): number | undefined {
  const seconds = memberOf(after, 'seconds');
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

/** Events that are noticed some seconds after what they tell of, which the record says. */
const NOTICED_LATER: ReadonlySet<string> = new Set(['node.manual-start', 'node.manual-deallocate', 'node.removed']);

function happened({ at, action }: AuditRecord, seconds = 0): Temporal.Instant {
  return NOTICED_LATER.has(action) ? at.subtract({ milliseconds: Math.round(seconds * 1000) }) : at;
}

function inChain(a: AuditRecord, b: AuditRecord): number {
  if (a.chain !== b.chain) return a.chain < b.chain ? -1 : 1;
  return a.number - b.number;
}
