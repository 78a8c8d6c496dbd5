import type { AuditRecord } from '../../api/audit-record.ts';
import { describeActor, isTrouble } from './story.ts';

/** Records that belong together, as one line: an evaluation, a request, a change. */
export interface AuditStory {
  readonly correlation: string;
  /** The time of its last record, by which the audit log is ordered: work of hours is listed among what happened at its end. */
  readonly at: string;
  /** `8 nodes off: outside office-hours`. */
  readonly says: string;
  /** The pool or the document. */
  readonly about: string;
  readonly actor: string;
  readonly isTrouble: boolean;
  /** The newest first, as the audit log gives them. */
  readonly records: readonly AuditRecord[];
}

/** Groups the records of a page by what they belong to, in their order. */
export function storiesOf(records: readonly AuditRecord[]): readonly AuditStory[] {
  const groups = Map.groupBy(records, ({ correlation, account, pool, document }) =>
    [correlation, account, pool, document].join(),
  );
  return [...groups.values()].map((of) => {
    const [newest] = of;
    const oldest = of.at(-1) ?? newest;
    return {
      correlation: newest?.correlation ?? '',
      at: newest?.at ?? '',
      says: sayStory(of),
      about: newest?.document ?? [newest?.account, newest?.pool].filter((one) => one !== undefined).join('/'),
      actor: describeActor(oldest?.actor ?? ''),
      isTrouble: of.some(isTrouble),
      records: of,
    };
  });
}

const DONE: Readonly<Record<string, string>> = { start: 'on', deallocate: 'off' };

/** Intents are summarized as numbers of nodes for each act; without acts, the first record states its reason. */
function sayStory(records: readonly AuditRecord[]): string {
  const acts = Map.groupBy(
    records.filter(({ action, phase }) => phase === 'intent' && action in DONE),
    ({ action }) => action,
  );
  const counted = [...acts].map(([action, of]) => {
    const nodes = new Set(of.map(({ node }) => node)).size;
    return `${nodes} ${nodes === 1 ? 'node' : 'nodes'} ${DONE[action]}: ${shortReason(of[0]?.reason ?? '')}`;
  });
  if (counted.length > 0) return counted.join('; ');
  const [first] = records;
  if (first === undefined) return '';
  const many = records.length > 1 ? ` (${records.length} records)` : '';
  return `${first.action.replaceAll('.', ' ')}: ${first.reason}${many}`;
}

/** The cause of an act is in the first parentheses of its reason, if there are any; they may be nested. */
function shortReason(reason: string): string {
  const begin = reason.indexOf('(');
  let depth = 0;
  for (let index = begin; index >= 0 && index < reason.length; index += 1) {
    if (reason[index] === '(') depth += 1;
    if (reason[index] === ')') depth -= 1;
    if (depth === 0) return reason.slice(begin + 1, index).replaceAll(' and outside the windows of ', ' and ');
  }
  return reason;
}

/** The actions of records that can be undone. */
const UNDOABLE = new Set([
  'schedule.put',
  'schedule.delete',
  'policy.put',
  'policy.delete',
  'rule.put',
  'rule.delete',
  'subscription.put',
  'override',
  'override.delete',
  'demand.announced',
  'demand.withdrawn',
  'start.requested',
  'deallocate.requested',
]);

/** Whether a record can be undone. */
export function canUndo({ action }: Pick<AuditRecord, 'action'>): boolean {
  return UNDOABLE.has(action);
}
