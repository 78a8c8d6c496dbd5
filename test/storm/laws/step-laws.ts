import { Temporal } from 'temporal-polyfill';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import { taskBreaches } from '../../app/support/witness.ts';
import type { Promises } from '../promises.ts';
import { BACK_OFF, HOSTILE, type StormPool, UNTOUCHED } from '../storm-pools.ts';

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

type Transition = JournalEntry & { readonly kind: 'transition' };

/** The change of a node that a request brought about, whatever was answered: it stands just before the request. */
function changeBy(
  { number, node, action }: WitnessedAct,
  journal: ReadonlyMap<number, JournalEntry>,
): Transition | undefined {
  const entry = journal.get(number - 1);
  if (entry?.kind !== 'transition' || entry.node !== node) return undefined;
  return entry.to === (action === 'start' ? 'starting' : 'deallocating') ? entry : undefined;
}

/** Budgets of an hour are held by clocks that are minutes apart: within so many minutes they hold by any clock. */
const HOUR_BY_ANY_CLOCK = 55;

/** What there is to judge by. */
export interface Testimony {
  readonly journal: readonly JournalEntry[];
  readonly pools: readonly StormPool[];
  readonly promises: Promises;
  /** Requests of people by correlation, and how many nodes they are for. */
  readonly byHand: ReadonlyMap<string, number | undefined>;
}

/** What breaks a law after a step, by the journal alone. */
export function breachesOf(testimony: Testimony): readonly string[] {
  const { journal, pools, byHand } = testimony;
  const entryOf = new Map(journal.map((entry) => [entry.number, entry]));
  const seen = actsIn(journal);
  const acts = seen.filter((act) => changeBy(act, entryOf) !== undefined);
  const tasks = taskBreaches({ journal, acts: [], records: [] }).map((breach) => `law 1: ${breach}`);
  return [
    ...tasks,
    ...acts.flatMap((act) => stateBreaches(act, changeBy(act, entryOf))),
    ...seen.filter(({ pool }) => pool === UNTOUCHED).map(({ node }) => `law 6: ${node} has a formula and was acted on`),
    ...seen
      .filter(({ pool }) => pool === HOSTILE)
      .map(({ node, action }) => `law 11: ${action} of ${node}, of whose documents nothing can be read`),
    ...pools.flatMap((pool) =>
      poolBreaches(
        pool,
        acts.filter((act) => act.pool === pool.id),
        testimony,
      ),
    ),
    ...[...byHand].flatMap(([correlation, count]) => {
      const taken = acts.filter((act) => act.correlation === correlation).length;
      return count === undefined || taken <= count ? [] : [`law 9: ${taken} nodes for a request of ${count}`];
    }),
  ];
}

const STATES_FOR: Readonly<Record<WitnessedAct['action'], readonly (string | null | undefined)[]>> = {
  start: ['deallocated'],
  deallocate: ['idle', 'running'],
};

function stateBreaches({ action, node, at }: WitnessedAct, change: Transition | undefined): readonly string[] {
  return [
    ...(STATES_FOR[action].includes(change?.from)
      ? []
      : [`law 2: ${action} of ${node} at ${at} found it ${change?.from}`]),
    ...(change?.isDedicated === false ? [`law 6: ${node} is a Spot node, and ${action} was asked for`] : []),
  ];
}

function poolBreaches(pool: StormPool, acts: readonly WitnessedAct[], testimony: Testimony): readonly string[] {
  const { journal, byHand, promises } = testimony;
  const own = acts.filter(({ correlation, at }) => !byHand.has(correlation) && !promises.mayBeByHand(pool.id, at));
  const observed = pool.observes ? own.map(({ node }) => `${pool.id} only observes, and ${node} was acted on`) : [];
  const alone = own
    .filter(({ at }) => promises.isLeftAlone(pool.id, at))
    .map(({ node, action, at }) => `law 3: ${pool.id} was to be left alone: ${action} of ${node} at ${at}`);
  const low = own
    .filter(({ action }) => action === 'deallocate')
    .flatMap((act) => {
      const [ready, least] = [readyAfter(act, journal), promises.lowestAt(pool, act.at)];
      return ready >= least ? [] : [`law 3: ${pool.id} has ${ready} ready after ${act.node} at ${act.at}, of ${least}`];
    });
  return [...observed, ...alone, ...low, ...hourBreaches(pool, acts), ...haste(own, journal)];
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

/** A node whose start has failed is not started again before half of its wait is over, whichever clock one goes by. */
function haste(own: readonly WitnessedAct[], journal: readonly JournalEntry[]): readonly string[] {
  const failures = journal.filter(
    (entry): entry is Transition =>
      entry.kind === 'transition' && entry.from === 'starting' && entry.to === 'deallocated',
  );
  return own
    .filter(({ action }) => action === 'start')
    .flatMap(({ node, at }) => {
      const last = failures.findLast((one) => one.node === node && one.at <= at.toString());
      const waited = last === undefined ? BACK_OFF : Temporal.Instant.from(last.at).until(at).total('minutes');
      return waited >= BACK_OFF / 2 ? [] : [`law 10: ${node} was started ${waited} minutes after its start had failed`];
    });
}
