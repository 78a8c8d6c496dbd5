import { recordId } from '../../../src/core/audit/record.ts';
import type { PowerAct } from '../../../src/core/pool/act.ts';
import type { ModelApp, ModelRequest } from './app.ts';
import type { Arrival, ModelWorld } from './world.ts';

/** What a policy of the model promises, in nodes. */
export interface Promises {
  readonly min: number;
  readonly budget: Readonly<Record<PowerAct, number | undefined>>;
  readonly perHour: Readonly<Record<PowerAct, number | undefined>>;
  readonly canary: number;
  /** After how many minutes tasks of a node that drains are not waited for any more; `undefined` if they always are. */
  readonly deadline: number | undefined;
}

/** A law that was broken, in one sentence. */
export type Breach = string;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Looks at the arrivals of one step, with those of the hour before it. */
export function breachesOfStep(world: ModelWorld, promises: Promises, from: number): readonly Breach[] {
  const { min, budget, perHour } = promises;
  const arrived = world.journal.slice(from).filter(({ tookEffect }) => tookEffect);
  if (arrived.length === 0) return [];
  const breaches: Breach[] = [...hurtBreaches(arrived, promises)];
  // A node that has been going for us goes already, whatever becomes of its tasks.
  if (arrived.some((one) => isPolicys(one) && one.drained === undefined) && world.ready() < min)
    breaches.push(`law 3: ${world.ready()} nodes are ready, the minimum is ${min}`);
  for (const action of ['start', 'deallocate'] as const) {
    const recent = recently(world, action);
    const inMinute = recent.filter(({ at }) => Math.floor(at / MINUTE) === Math.floor(world.now / MINUTE)).length;
    const most = budget[action];
    if (most !== undefined && inMinute > most)
      breaches.push(`law 3: ${inMinute} times ${action} in a minute of ${most}`);
    const hourly = perHour[action];
    if (hourly !== undefined && recent.length > hourly)
      breaches.push(`law 3: ${recent.length} times ${action} in an hour of ${hourly}`);
  }
  return breaches;
}

/** Has a policy deallocated a node? */
function isPolicys({ correlation, action, tookEffect }: Arrival): boolean {
  return correlation.startsWith('timer') && action === 'deallocate' && tookEffect;
}

/** Tasks that were not waited for, where nobody says so, or before their deadline. */
function hurtBreaches(
  arrived: readonly Arrival[],
  { deadline = Number.POSITIVE_INFINITY }: Promises,
): readonly Breach[] {
  return arrived
    .filter(({ tasks, drained = 0 }) => tasks !== 'taskcompletion' && drained < deadline * MINUTE)
    .map(({ node, tasks, drained = 0 }) => `law 1: ${node} was to ${tasks} after ${drained / MINUTE} minutes`);
}

/** What was done by us in the last hour; the newest stand at the end. */
function recently({ journal, now }: ModelWorld, action: PowerAct): readonly Arrival[] {
  const recent: Arrival[] = [];
  for (let index = journal.length - 1; index >= 0; index -= 1) {
    const one = journal[index];
    if (one === undefined || one.at <= now - HOUR) break;
    if (one.action === action && one.tookEffect && one.correlation !== 'somebody') recent.push(one);
  }
  return recent;
}

/** A policy that has not shown yet that nodes go has sent no more than its canary. */
export function canaryBreaches(world: ModelWorld, { canary }: Promises, from: number): readonly Breach[] {
  const gone = world.journal.filter(isPolicys);
  const sent = gone.filter(({ drained }) => drained === undefined);
  const isNew = world.journal.slice(from).some((one) => sent.includes(one));
  const before = gone.filter((one) => world.journal.indexOf(one) < from);
  const hasProof = before.some(({ node, at }) => {
    const { lastOff = 0 } = world.nodes.find(({ id }) => id === node) ?? {};
    return lastOff > at;
  });
  if (!isNew || hasProof || sent.length <= canary) return [];
  return [`law 9: ${sent.length} nodes were sent before one of ${canary} had shown that it goes`];
}

/** At the end of a quiet time: every intent has one outcome, every request one end, and no more nodes than it asked for. */
export function breachesAtEnd(app: ModelApp, world: ModelWorld, requests: readonly ModelRequest[]): readonly Breach[] {
  const records = app.log.all();
  const outcomes = Map.groupBy(
    records.filter(({ phase }) => phase === 'outcome'),
    ({ intent }) => intent,
  );
  const open = records
    .filter((record) => record.phase === 'intent' && outcomes.get(recordId(record))?.length !== 1)
    .map(
      (record) => `law 4: the intent ${recordId(record)} has ${outcomes.get(recordId(record))?.length ?? 0} outcomes`,
    );
  const ends = requests.flatMap(({ correlation, action, choice }) => {
    const count = app.log.of(correlation).filter((record) => record.action === `${action}.ended`).length;
    const taken = world.journal.filter((one) => one.correlation === correlation && one.tookEffect).length;
    return [
      ...(count === 1 ? [] : [`law 9: the request ${correlation} has ${count} ends`]),
      ...(choice.kind === 'count' && taken > choice.count
        ? [`law 9: ${taken} nodes for a request of ${choice.count}`]
        : []),
    ];
  });
  const intents = new Set(
    records
      .filter(({ phase }) => phase === 'intent')
      .map(({ correlation, subject, action }) => `${correlation} ${subject.node} ${action}`),
  );
  const silent = world.journal
    .filter(({ correlation }) => correlation !== 'somebody')
    .filter(({ correlation, node, action }) => !intents.has(`${correlation} ${node} ${action}`))
    .map(({ node, action }) => `law 4: ${action} of ${node} without an intent`);
  return [...open, ...ends, ...silent];
}
