import { Temporal } from 'temporal-polyfill';
import { expect } from 'vitest';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import type { Local } from '../../../src/local/start-local.ts';

/** A record as the API shows it. */
export interface ShownRecord {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly phase: string;
  readonly outcome?: string;
  readonly intent?: string;
  readonly pool?: string;
  readonly node?: string;
  readonly correlation: string;
}

type Request = Extract<JournalEntry, { kind: 'request' }>;
type Transition = Extract<JournalEntry, { kind: 'transition' }>;

const ACTS: Readonly<Record<string, string>> = { Nodes_DeallocateNode: 'deallocate', Nodes_StartNode: 'start' };

/** Asks the app, with its key. */
export async function ask<Body>({ app, functionKey }: Pick<Local, 'app' | 'functionKey'>, path: string): Promise<Body> {
  const response = await fetch(`${app}/api/${path}`, { headers: { 'x-functions-key': functionKey } });
  expect(response.status, path).toBe(200);
  return (await response.json()) as Body;
}

/** The whole history that narrows to a query, oldest first, page by page. */
export async function history(local: Pick<Local, 'app' | 'functionKey'>, query = ''): Promise<readonly ShownRecord[]> {
  const records: ShownRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: { records: readonly ShownRecord[]; cursor: string | null } = await ask(
      local,
      `audit?limit=1000${query}${cursor === null ? '' : `&cursor=${cursor}`}`,
    );
    records.push(...page.records);
    cursor = page.cursor;
  } while (cursor !== null);
  return records.toReversed();
}

/** Everything that happened at the emulator, in order. */
export async function journal(emulator: string): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  let after: number | undefined = 0;
  while (after !== undefined) {
    const response = await fetch(`${emulator}/_emulator/journal?limit=50000&after=${after}`);
    const page = (await response.json()) as { entries: readonly JournalEntry[]; next?: number };
    entries.push(...page.entries);
    after = page.next;
  }
  return entries;
}

/** Requests that asked a node to start or to be deallocated. */
export function actsIn(entries: readonly JournalEntry[]): readonly Request[] {
  return entries.filter((entry): entry is Request => entry.kind === 'request' && entry.operation in ACTS);
}

export function transitionsIn(entries: readonly JournalEntry[]): readonly Transition[] {
  return entries.filter((entry): entry is Transition => entry.kind === 'transition');
}

/** No task was ever hurt. */
export function expectNoTaskHurt(entries: readonly JournalEntry[]): void {
  const hurt = entries.filter((entry) => entry.kind === 'task' && ['requeued', 'terminated'].includes(entry.change));
  expect(hurt).toEqual([]);
}

/**
 * No node left while it ran a task. Only where the clock stands still from the look to the act: elsewhere Batch may give an idle
 * node a task between the two, and the node then waits for its end (`taskcompletion`).
 */
export function expectNoneLeftBusy(entries: readonly JournalEntry[]): void {
  const stopped = transitionsIn(entries).filter(({ to, runningTasks }) => to === 'deallocating' && runningTasks > 0);
  expect(stopped).toEqual([]);
}

/**
 * Every request that acted has one intent that was open when it came, and every intent one outcome after it. A message that is
 * processed again, after a failure or a kill, has the same correlation: its open intents are closed before it has new ones.
 */
export function expectAudited(entries: readonly JournalEntry[], records: readonly ShownRecord[]): void {
  const intents = records.filter(({ phase, action }) => phase === 'intent' && action in { start: 0, deallocate: 0 });
  const outcomes = Map.groupBy(
    records.filter(({ phase }) => phase === 'outcome'),
    ({ intent }) => intent,
  );
  const outcomeOf = ({ id }: ShownRecord) => outcomes.get(id)?.[0]?.at ?? '';
  for (const intent of intents) {
    expect(outcomes.get(intent.id)?.length ?? 0, `outcomes of ${JSON.stringify(intent)}`).toBe(1);
    expect(isAtOrBefore(intent.at, outcomeOf(intent)), `${intent.id} before its outcome`).toBe(true);
  }
  for (const act of actsIn(entries)) {
    const [, , pool, , node] = act.path.split('/');
    const open = intents.filter(
      (intent) =>
        intent.correlation === act.clientRequestId &&
        intent.node === node &&
        intent.pool === pool &&
        intent.action === ACTS[act.operation] &&
        isAtOrBefore(intent.at, act.at) &&
        isAtOrBefore(act.at, outcomeOf(intent)),
    );
    expect(open.length, `intents open at ${act.at} for ${act.method} ${act.path}`).toBe(1);
  }
}

/** How many nodes of a pool were ready, idle or running, from an instant on: after each change. */
export function readyOver(entries: readonly JournalEntry[], pool: string): readonly { at: string; ready: number }[] {
  const states = new Map<string, string | null>();
  return transitionsIn(entries)
    .filter((entry) => entry.pool === pool)
    .map(({ at, node, to }) => {
      states.set(node, to);
      return { at, ready: [...states.values()].filter((state) => state === 'idle' || state === 'running').length };
    });
}

/** The fewest and the most nodes that were ready at any moment of a half-open span. */
export function readyBetween(
  entries: readonly JournalEntry[],
  pool: string,
  [from, to]: readonly [string, string],
): { readonly least: number; readonly most: number } {
  const changes = readyOver(entries, pool);
  const atFrom = changes.findLast(({ at }) => isAtOrBefore(at, from))?.ready ?? 0;
  const within = changes.filter(({ at }) => !isAtOrBefore(at, from) && !isAtOrBefore(to, at)).map(({ ready }) => ready);
  return { least: Math.min(atFrom, ...within), most: Math.max(atFrom, ...within) };
}

function isAtOrBefore(a: string, b: string): boolean {
  return a !== '' && b !== '' && Temporal.Instant.compare(a, b) <= 0;
}
