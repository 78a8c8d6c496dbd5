import { createHash } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { findChainFault } from '../../../src/core/audit/chain.ts';
import { type AuditRecord, recordId } from '../../../src/core/audit/record.ts';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import type { SeenAct } from './story.ts';

/** What both sides have written down. */
export interface Evidence {
  readonly journal: readonly JournalEntry[];
  /** The app's own among the requests of the journal. */
  readonly acts: readonly SeenAct[];
  /** Of one pool, oldest first. */
  readonly records: readonly AuditRecord[];
}

/** 429 and 503: the service says that it has not taken the request. */
const NOT_TAKEN: ReadonlySet<number> = new Set([429, 503]);

/** Everything in which the audit and the requests do not fit together, one sentence each. */
export function auditBreaches({ acts, records }: Evidence): readonly string[] {
  const intents = records.filter(({ phase }) => phase === 'intent');
  const outcomes = records.filter(({ phase }) => phase === 'outcome');
  return [
    ...acts.flatMap((act) => {
      const meant = intents.filter((intent) => belongTogether(act, intent));
      const before = meant.filter(({ at }) => Temporal.Instant.compare(at, act.at) <= 0);
      return before.length === 1 ? [] : [`${said(act)} has ${before.length} intents before it`];
    }),
    ...intents.flatMap((intent) => {
      const answers = outcomes.filter((outcome) => outcome.intent === recordId(intent));
      const taken = acts.filter((act) => belongTogether(act, intent) && !NOT_TAKEN.has(act.status));
      const late = taken.filter(({ at }) => answers.some((answer) => Temporal.Instant.compare(at, answer.at) > 0));
      return [
        ...(answers.length === 1 ? [] : [`the intent ${recordId(intent)} has ${answers.length} outcomes`]),
        ...(answers.every(({ number }) => number > intent.number) ? [] : [`${recordId(intent)} is answered before`]),
        ...(taken.length <= 1 ? [] : [`the intent ${recordId(intent)} led to ${taken.length} requests`]),
        ...late.map((act) => `${said(act)} comes after its outcome`),
      ];
    }),
    ...outcomes
      .filter(({ intent }) => !intents.some((one) => recordId(one) === intent))
      .map((outcome) => `the outcome ${recordId(outcome)} belongs to no intent`),
  ];
}

/** Every task that was hurt, and every node that left its pool's capacity with a task on it. */
export function taskBreaches({ journal }: Evidence): readonly string[] {
  return journal.flatMap((entry) => {
    if (entry.kind === 'task' && (entry.change === 'requeued' || entry.change === 'terminated'))
      return [`the task ${entry.task} was ${entry.change} on ${entry.node}`];
    if (entry.kind === 'transition' && entry.to === 'deallocated' && entry.runningTasks > 0)
      return [`${entry.node} was deallocated with ${entry.runningTasks} tasks`];
    return [];
  });
}

/** The fewest nodes that must be ready at an instant. */
export type MinimumAt = (at: Temporal.Instant) => number;

/** Every request to a node in another state than its act is for, and every one that took a pool below its minimum. */
export function stateBreaches({ journal, acts }: Evidence, minimumAt: MinimumAt): readonly string[] {
  return acts.flatMap((act) => {
    const change = changeBy(act, journal);
    const before = change?.from ?? statesBefore(act.number, journal).get(act.node) ?? 'nothing';
    const breaches = STATES_FOR[act.action].has(before) ? [] : [`${said(act)} found it ${before}`];
    if (act.action === 'start' || change === undefined) return breaches;
    const states = [...statesBefore(act.number, journal).values()];
    const ready = states.filter((state) => state === 'idle' || state === 'running').length;
    return ready >= minimumAt(act.at) ? breaches : [...breaches, `${said(act)} left ${ready} ready`];
  });
}

const STATES_FOR: Readonly<Record<SeenAct['action'], ReadonlySet<string>>> = {
  start: new Set(['deallocated']),
  deallocate: new Set(['idle', 'running']),
  quarantine: new Set(['idle', 'running']),
  reboot: new Set(['unusable', 'starttaskfailed']),
  reimage: new Set(['unusable', 'starttaskfailed']),
  remove: new Set(['deallocated']),
};

/** The change of state that a request brought about: it stands in the journal just before the request. */
function changeBy({ number, node, action }: SeenAct, journal: readonly JournalEntry[]) {
  const entry = journal[number - 2];
  if (entry?.kind !== 'transition' || entry.node !== node) return undefined;
  return entry.to === (action === 'start' ? 'starting' : 'deallocating') ? entry : undefined;
}

function statesBefore(number: number, journal: readonly JournalEntry[]): ReadonlyMap<string, string | null> {
  const transitions = journal.slice(0, number - 1).filter((entry) => entry.kind === 'transition');
  return new Map(transitions.map(({ node, to }) => [node, to]));
}

/** Every evaluation that meant to do more than its budget allows. */
export function budgetBreaches(
  { records }: Evidence,
  budget: Readonly<Record<'start' | 'deallocate', number>>,
): readonly string[] {
  const intents = records.filter(({ phase }) => phase === 'intent');
  return [...Map.groupBy(intents, ({ correlation, action }) => `${action} of ${correlation}`)]
    .filter(([, of]) => of.length > budget[of[0]?.action === 'start' ? 'start' : 'deallocate'])
    .map(([name, of]) => `${of.length} times ${name}`);
}

/** The first record that does not fit in the chain of a pool whose history began in this month. */
export function chainBreaches(records: readonly AuditRecord[]): readonly string[] {
  const last = records.at(-1);
  if (last === undefined) return [];
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const { chain } = last;
  const fault = findChainFault(records, { sha256, start: { chain, number: 0, hash: '' }, end: last });
  return fault === undefined ? [] : [fault.message];
}

function belongTogether(act: SeenAct, { correlation, subject, action }: AuditRecord): boolean {
  return act.correlation === correlation && act.node === subject.node && act.action === action;
}

function said({ action, node, at, status }: SeenAct): string {
  return `the request to ${action} ${node} at ${at} (${status})`;
}
