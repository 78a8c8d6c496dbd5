import { Temporal } from 'temporal-polyfill';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';

export type WitnessedAction = 'start' | 'deallocate' | 'remove';

/** What somebody has asked for a node, as the journal of the emulator tells it. */
export interface WitnessedAct {
  readonly number: number;
  readonly at: Temporal.Instant;
  readonly action: WitnessedAction;
  readonly pool: string;
  readonly node: string;
  readonly status: number;
  /** As an app names its requests. */
  readonly correlation: string | undefined;
  /** What is to become of the tasks on a node that goes. */
  readonly tasks: string | undefined;
}

export type Transition = JournalEntry & { readonly kind: 'transition' };

const ACTIONS: Readonly<Record<string, WitnessedAction>> = {
  Nodes_StartNode: 'start',
  Nodes_DeallocateNode: 'deallocate',
  Pools_RemoveNodes: 'remove',
};

/** The acts in a journal that were asked for by an app. */
export function actsIn(journal: readonly JournalEntry[]): readonly (WitnessedAct & { readonly correlation: string })[] {
  return journal
    .flatMap(actsOf)
    .flatMap(({ correlation, ...act }) => (correlation === undefined ? [] : [{ ...act, correlation }]));
}

/** The acts that a request asks for; strangers do not name theirs. */
export function actsOf(entry: JournalEntry): readonly WitnessedAct[] {
  if (entry.kind !== 'request') return [];
  const { number, operation, path, status, clientRequestId: correlation } = entry;
  const action = ACTIONS[operation];
  if (action === undefined) return [];
  const { nodeList = [], nodeDeallocateOption: tasks } = (entry.body ?? {}) as {
    readonly nodeList?: readonly string[];
    readonly nodeDeallocateOption?: string;
  };
  const [, , pool = '', , node = ''] = path.split('/');
  const at = Temporal.Instant.from(entry.at);
  return (action === 'remove' ? nodeList : [node]).map((one) => ({
    ...{ number, at, action, pool, status, correlation, tasks },
    node: one.toLowerCase(),
  }));
}
