import { Temporal } from 'temporal-polyfill';
import type { JournalEntry } from '../../src/emulator/world/journal.ts';
import { taskBreaches } from '../app/support/witness.ts';
import { minimumAt, type StormPool } from './storm-pools.ts';

/** A request of an app to act on a node, as the journal of the emulator tells it. */
export interface WitnessedAct {
  readonly number: number;
  readonly at: Temporal.Instant;
  readonly action: 'start' | 'deallocate';
  readonly pool: string;
  readonly node: string;
  readonly status: number;
  readonly correlation: string;
}

/** The acts in a journal that were made by an app: only they name their requests. */
export function actsIn(journal: readonly JournalEntry[]): readonly WitnessedAct[] {
  return journal.flatMap((entry) => {
    if (entry.kind !== 'request' || entry.clientRequestId === undefined) return [];
    const { number, operation, path, status, clientRequestId: correlation } = entry;
    if (operation !== 'Nodes_StartNode' && operation !== 'Nodes_DeallocateNode') return [];
    const [, , pool = '', , node = ''] = path.split('/');
    const action = operation === 'Nodes_StartNode' ? 'start' : 'deallocate';
    return [{ number, at: Temporal.Instant.from(entry.at), action, pool, node, status, correlation } as const];
  });
}

/** The change of a node that a request brought about, whatever was answered: it stands just before the request. */
function changeBy({ number, node, action }: WitnessedAct, journal: ReadonlyMap<number, JournalEntry>): boolean {
  const entry = journal.get(number - 1);
  if (entry?.kind !== 'transition' || entry.node !== node) return false;
  return entry.to === (action === 'start' ? 'starting' : 'deallocating');
}

/** Budgets of an hour are held by clocks that are minutes apart: within so many minutes they hold by any clock. */
const HOUR_BY_ANY_CLOCK = 55;

/** What breaks a law after a step, by the journal alone. `byHand`: the correlations of requests of people. */
export function breachesOf(
  journal: readonly JournalEntry[],
  pools: readonly StormPool[],
  byHand: ReadonlyMap<string, number | undefined>,
): readonly string[] {
  const entryOf = new Map(journal.map((entry) => [entry.number, entry]));
  const acts = actsIn(journal).filter((act) => changeBy(act, entryOf));
  const tasks = taskBreaches({ journal, acts: [], records: [] }).map((breach) => `law 1: ${breach}`);
  return [
    ...tasks,
    ...pools.flatMap((pool) =>
      poolBreaches(
        pool,
        acts.filter((act) => act.pool === pool.id),
        { journal, byHand },
      ),
    ),
    ...[...byHand].flatMap(([correlation, count]) => {
      const taken = acts.filter((act) => act.correlation === correlation).length;
      return count === undefined || taken <= count ? [] : [`law 9: ${taken} nodes for a request of ${count}`];
    }),
  ];
}

interface Testimony {
  readonly journal: readonly JournalEntry[];
  readonly byHand: ReadonlyMap<string, number | undefined>;
}

function poolBreaches(
  pool: StormPool,
  acts: readonly WitnessedAct[],
  { journal, byHand }: Testimony,
): readonly string[] {
  const own = acts.filter(({ correlation }) => !byHand.has(correlation));
  const observed = pool.observes ? own.map(({ node }) => `${pool.id} only observes, and ${node} was acted on`) : [];
  const low = own
    .filter(({ action }) => action === 'deallocate')
    .flatMap((act) => {
      const ready = readyAfter(act, journal);
      return ready >= minimumOf(pool, act)
        ? []
        : [`law 3: ${pool.id} has ${ready} ready after ${act.node} at ${act.at}, of ${minimumOf(pool, act)}`];
    });
  return [...observed, ...low, ...hourBreaches(pool, acts)];
}

function minimumOf(pool: StormPool, { at }: WitnessedAct): number {
  return minimumAt(pool, at.toZonedDateTimeISO('UTC').minute);
}

function readyAfter(act: WitnessedAct, journal: readonly JournalEntry[]): number {
  const states = new Map<string, string | null>();
  for (const entry of journal) {
    if (entry.number >= act.number) break;
    if (entry.kind === 'transition' && entry.pool === act.pool) states.set(entry.node, entry.to);
  }
  return [...states.values()].filter((state) => state === 'idle' || state === 'running').length;
}

function hourBreaches({ id, perHour }: StormPool, acts: readonly WitnessedAct[]): readonly string[] {
  if (perHour === undefined) return [];
  return (['start', 'deallocate'] as const).flatMap((action) => {
    const of = acts.filter((act) => act.action === action);
    const most = of.map(({ at }) => {
      const end = at.add({ minutes: HOUR_BY_ANY_CLOCK });
      return of.filter((one) => Temporal.Instant.compare(one.at, at) >= 0 && Temporal.Instant.compare(one.at, end) < 0)
        .length;
    });
    const worst = Math.max(0, ...most);
    return worst <= perHour ? [] : [`law 3: ${id}: ${worst} times ${action} within an hour, of ${perHour}`];
  });
}
