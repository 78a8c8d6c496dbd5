import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { QueueClient } from '@azure/storage-queue';
import { aCalendar } from '../../support/calendar-text.ts';
import type { StormStep, Strike } from '../steps/storm-step.ts';
import { HOSTILE } from '../storm-pools.ts';
import { ask, type Stage } from './stage.ts';

type Step<Kind extends StormStep['kind']> = Extract<StormStep, { readonly kind: Kind }>;

export async function addTasks(stage: Stage, { pool, count, seconds }: Step<'tasks'>): Promise<void> {
  const ids = Array.from({ length: count }, () => `t${stage.counts.tasks++}`);
  await stage.system.account.addTasks(`job-${stage.pools[pool]?.id}`, ids, seconds);
}

/** The host calls the timer of an app that has been called at this instant. */
export async function fireTick(stage: Stage, app: number): Promise<void> {
  await ask(stage, { app, method: 'POST', path: '/admin/functions/evaluate-pools' });
}

/** Somebody acts on a node past the app. */
export async function meddle(stage: Stage, { pool, node, act }: Step<'somebody'>): Promise<void> {
  const id = stage.pools[pool]?.id ?? '';
  const nodes = stage.nodes.get(id) ?? [];
  const { account } = stage.system;
  stage.meddled.add(id);
  const path = `/pools/${id}/nodes/${nodes[node % nodes.length]}/${act}`;
  const body = act === 'deallocate' ? { nodeDeallocateOption: 'taskcompletion' } : undefined;
  // Faults that are drawn for the apps also lose the responses to this request. Somebody who gets none may give up.
  await account.call('POST', path, body).catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
  });
}

/** Does something at one of the next requests of an app; gives what becomes of the request. */
async function strikeAt(
  stage: Stage,
  { app, where, after }: Strike,
  strike: () => Promise<void> | undefined,
): Promise<void> {
  const station = stage.system.stations[app];
  if (station === undefined) return;
  if (where === 'storage') return station.storage.strikeAfter(after, strike);
  const { batch } = station;
  // Acts are few among the requests.
  let left = where === 'act' ? after % 3 : after;
  batch.onPassing = (request) => {
    if (where === 'act' && !changesNodes(request)) return undefined;
    left -= 1;
    if (left >= 0) return undefined;
    batch.onPassing = () => undefined;
    return strike();
  };
}

function changesNodes({ method, path }: { readonly method: string; readonly path: string }): boolean {
  return method === 'POST' && /\/(nodes\/|removenodes)/.test(path);
}

const NEVER = () => new Promise<void>(() => undefined);

/** The app dies at one of its next requests. Nobody waits for what a dead process has asked: it arrives, or it does not. */
export function kill(stage: Stage, step: Step<'kill'>): Promise<void> {
  return strikeAt(stage, step, () => {
    stage.counts.kills += 1;
    stage.system.stations[step.app]?.app.kill();
    return step.after % 2 === 0 ? undefined : NEVER();
  });
}

/** The app stands still just after it has sent a request, which arrives. */
export function freeze(stage: Stage, step: Step<'freeze'>): Promise<void> {
  return strikeAt(stage, step, () => {
    stage.counts.freezes += 1;
    stage.system.stations[step.app]?.app.freeze();
    return undefined;
  });
}

/** What the app asks dies under its request, and is there again before that arrives. */
export function crash(stage: Stage, step: Step<'crash'>): Promise<void> {
  return strikeAt(stage, step, () => {
    stage.counts.crashes += 1;
    return servantOf(stage, step).crash();
  });
}

export function stall(stage: Stage, step: Step<'stall'>): Promise<void> {
  return strikeAt(stage, step, () => {
    servantOf(stage, step).stall(step.milliseconds);
    return undefined;
  });
}

function servantOf({ system }: Stage, { where }: Strike) {
  return system.servants[where === 'storage' ? 'storage' : 'emulator'];
}

export async function litter({ system }: Stage, { queue }: Step<'garbage'>): Promise<void> {
  const client = new QueueClient(system.storage, queue);
  await client.createIfNotExists();
  await client.sendMessage(Buffer.from('{"neither":"a message"').toString('base64'));
}

/** Azure has no further capacity for nodes of the size that all pools have. */
export async function shortage({ system }: Stage, { minutes, ...asked }: Step<'shortage'>): Promise<void> {
  const { capacity, outcome } = asked;
  const body = { vmSize: 'STANDARD_D2S_V3', for: `PT${minutes}M`, capacity, outcome };
  await system.account.control<unknown>('POST', 'shortages', body);
}

/** Somebody brings a pool back to the size that it began with; Batch refuses it while it resizes the pool anyway. */
export async function resize({ system, pools }: Stage, { pool }: Step<'resize'>): Promise<void> {
  const { id, size } = pools[pool] ?? { id: '', size: 0 };
  const targetLowPriorityNodes = spotNodesOf(id);
  await system.account.call('POST', `/pools/${id}/resize`, { targetDedicatedNodes: size, targetLowPriorityNodes });
}

/** The first pool has a Spot node, which takes no part. */
export function spotNodesOf(pool: string): number {
  return pool === 'pool-0' ? 1 : 0;
}

export function changeMood({ receivers }: Stage, { mood, milliseconds }: Step<'receiver'>): void {
  Object.assign(receivers.ill, { mood, milliseconds });
}

const CALENDARS: Readonly<Record<Step<'calendar'>['text'], string>> = {
  good: aCalendar(['SUMMARY:Christmas', 'DTSTART;VALUE=DATE:20261225']),
  broken: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:never\r\n',
  hostile: aCalendar(['SUMMARY:x', 'DTSTART:20260301T080000Z', 'DURATION:PT1S', 'RRULE:FREQ=SECONDLY']),
};

/** Somebody writes the calendar that schedules name. */
export function writeCalendar({ system }: Pick<Stage, 'system'>, text: Step<'calendar'>['text']): void {
  writeFileSync(join(system.documents, 'holidays.ics'), CALENDARS[text]);
}

/** What somebody with the tables alone writes about the hostile pool. */
const ROWS: readonly (readonly [table: string, row: object])[] = [
  ['Schedules', { partitionKey: 'documents', rowKey: HOSTILE, text0: '{"id":' }],
  ['Schedules', { partitionKey: 'documents', rowKey: HOSTILE, text0: '7', v: 99 }],
  ['Policies', { partitionKey: 'documents', rowKey: HOSTILE, text0: JSON.stringify({ pools: [HOSTILE], mode: 7 }) }],
  ['PoolState', { partitionKey: 'demo', rowKey: HOSTILE, poolId: HOSTILE, tick: 'never' }],
  [
    'Overrides',
    {
      partitionKey: 'override|demo',
      rowKey: `${HOSTILE}|override`,
      account: 'demo',
      poolId: HOSTILE,
      text: '{',
      until: 'z',
    },
  ],
  [
    'Demand',
    {
      partitionKey: 'announced|demo',
      rowKey: `${HOSTILE}|a`,
      account: 'demo',
      poolId: HOSTILE,
      text: '[]',
      until: 'z',
    },
  ],
];

export async function writeHostileRow({ system }: Stage, { number }: Step<'hostile-row'>): Promise<void> {
  const [table, row] = ROWS[number % ROWS.length] ?? ['Demand', {}];
  await system.table(table).createTable();
  await system.table(table).upsertEntity(row as { partitionKey: string; rowKey: string }, 'Replace');
}
