import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../../src/emulator/world/chance.ts';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import { NOON } from '../../support/builders.ts';
import { Promises } from '../promises.ts';
import { drawPools, HOSTILE, type StormPool, UNTOUCHED } from '../storm-pools.ts';
import { StepLaws } from './step-laws.ts';

const [DRAWN] = drawPools(chanceFrom(1), 2);
const POOL = {
  ...DRAWN,
  ...{ id: 'pool', size: 2, min: 1, perHour: 2, canary: 2, keeps: undefined, after: undefined, hurry: undefined },
  budget: { start: 2, deallocate: 2, remove: 2 },
} as StormPool;

/** A journal, told line by line; times are minutes after half past twelve, when the window is over. */
class Telling {
  readonly entries: JournalEntry[] = [];
  #minute = 30;

  after(minutes: number): this {
    this.#minute += minutes;
    return this;
  }

  shows(node: string, from: string | null, to: string, more: object = {}): this {
    const entry = {
      kind: 'transition',
      account: 'demo',
      pool: 'pool',
      node,
      from,
      to,
      isDedicated: true,
      runningTasks: 0,
      ...more,
    };
    return this.#add(entry);
  }

  /** The app asks, and the node changes. */
  acts(action: keyof typeof CHANGES, node: string, from: string, more: object = {}): this {
    return this.shows(node, from, CHANGES[action], more).asks(action, node, more);
  }

  asks(action: keyof typeof CHANGES, node: string, more: object = {}): this {
    const { pool = 'pool', id = 'c', tasks = 'taskcompletion' } = more as Readonly<Record<string, string>>;
    return this.#add({
      ...{ kind: 'request', method: 'POST', query: {}, status: 202, clientRequestId: id },
      operation: OPERATIONS[action],
      path: action === 'remove' ? `/pools/${pool}/removenodes` : `/pools/${pool}/nodes/${node}/${action}`,
      body: action === 'remove' ? { nodeList: [node] } : { nodeDeallocateOption: tasks },
    });
  }

  hurts(change: 'requeued' | 'terminated', node: string): this {
    return this.#add({ kind: 'task', account: 'demo', job: 'j', task: 't', pool: 'pool', node, change });
  }

  #add(entry: object): this {
    const at = NOON.add({ minutes: this.#minute }).toString();
    this.entries.push({ number: this.entries.length + 1, at, ...entry } as JournalEntry);
    return this;
  }
}

const CHANGES = { start: 'starting', deallocate: 'deallocating', remove: 'leavingpool' };
const OPERATIONS = { start: 'Nodes_StartNode', deallocate: 'Nodes_DeallocateNode', remove: 'Pools_RemoveNodes' };

const begun = () => new Telling().shows('a', null, 'idle').shows('b', null, 'idle');
const off = () => begun().shows('b', 'deallocating', 'deallocated');
/** Somebody has asked for it. */
const HAND = { id: 'by-hand' };
const HALF_PAST = NOON.add({ minutes: 30 });

function breaches(told: Telling, change: Partial<StormPool> = {}, promises = new Promises()): readonly string[] {
  const byHand = new Map([['by-hand', { count: 1, despiteStop: false }]]);
  return new StepLaws({ pools: [{ ...POOL, ...change }], promises, byHand }).breachesOf(told.entries);
}

describe('the laws of a storm', () => {
  it.each<readonly [what: string, told: Telling, change: Partial<StormPool>]>([
    [
      'a node that goes and comes',
      begun().acts('deallocate', 'b', 'idle').after(9).acts('start', 'b', 'deallocated'),
      {},
    ],
    [
      'a stranger that acts',
      begun().acts('deallocate', 'b', 'idle').asks('deallocate', 'b').asks('deallocate', 'b'),
      {},
    ],
    [
      'a start soon after one of somebody else that has failed',
      off()
        .shows('b', 'deallocated', 'starting')
        .shows('b', 'starting', 'deallocated')
        .after(2)
        .acts('start', 'b', 'deallocated'),
      {},
    ],
    ['a node that is given back', off().acts('remove', 'b', 'deallocated'), { keeps: 1 }],
    [
      'more than the canary once that has gone',
      begun().acts('deallocate', 'b', 'idle').shows('b', 'deallocating', 'deallocated').acts('deallocate', 'a', 'idle'),
      { canary: 1, min: 0 },
    ],
    ['tasks that were waited for', off().hurts('requeued', 'b'), { hurry: { tasks: 'requeue', after: 9 } }],
    ['tasks on a node that vanishes', begun().shows('b', 'running', 'leavingpool').hurts('requeued', 'b'), {}],
    [
      'a start after that of another pool',
      off().shows('f', null, 'idle', { pool: 'first' }).acts('start', 'b', 'deallocated'),
      { after: { pool: 'first', ready: 1 } },
    ],
  ])('allow %s', (_, told, change) => {
    expect(breaches(told, change)).toEqual([]);
  });

  it.each<readonly [law: string, told: Telling, change: Partial<StormPool>]>([
    ['law 1', begun().shows('a', 'deallocating', 'deallocated', { runningTasks: 1 }), {}],
    ['law 1', begun().hurts('terminated', 'a'), { hurry: { tasks: 'requeue', after: 9 } }],
    ['law 1', begun().acts('deallocate', 'b', 'running', { tasks: 'requeue' }), {}],
    ['law 2', begun().acts('deallocate', 'b', 'starting'), {}],
    ['law 2', begun().acts('start', 'b', 'offline'), {}],
    ['law 2', begun().acts('remove', 'b', 'idle'), { keeps: 1 }],
    ['law 3: pool has 0 ready', begun().acts('deallocate', 'b', 'idle').acts('deallocate', 'a', 'idle'), {}],
    [
      'law 3: pool: 2 times deallocate within',
      begun().acts('deallocate', 'b', 'idle').after(9).acts('deallocate', 'a', 'idle'),
      { perHour: 1 },
    ],
    [
      'law 3: pool: 2 times deallocate at once',
      begun().acts('deallocate', 'b', 'idle').acts('deallocate', 'a', 'idle'),
      { budget: { start: 1, deallocate: 1, remove: 1 } },
    ],
    [
      'law 3: pool lets 2 nodes go at first',
      begun().acts('deallocate', 'b', 'idle').acts('deallocate', 'a', 'idle'),
      { canary: 1, min: 0 },
    ],
    ['law 3: b was removed', off().acts('remove', 'b', 'deallocated'), {}],
    ['law 3: pool has 1 nodes', off().acts('remove', 'b', 'deallocated'), { keeps: 2 }],
    ['law 3: pool starts b', off().acts('start', 'b', 'deallocated'), { after: { pool: 'first', ready: 1 } }],
    ['law 6', begun().acts('deallocate', 'b', 'idle', { isDedicated: false }), {}],
    ['law 6', begun().acts('deallocate', 'f', 'idle', { pool: UNTOUCHED }), {}],
    ['law 9', off().acts('start', 'b', 'deallocated', HAND).acts('deallocate', 'a', 'idle', HAND), {}],
    [
      'law 10',
      off()
        .acts('start', 'b', 'deallocated')
        .shows('b', 'starting', 'deallocated')
        .after(2)
        .acts('start', 'b', 'deallocated'),
      {},
    ],
    ['law 11', begun().acts('deallocate', 'h', 'idle', { pool: HOSTILE }), {}],
  ])('find a breach of %s', (law, told, change) => {
    expect(breaches(told, change).join('\n')).toContain(law);
  });

  it('hold what was promised beyond the schedule, and what was taken back', () => {
    const promises = new Promises();
    const span = { pool: 'pool', from: NOON, until: NOON.add({ hours: 3 }) };
    promises.mustHold({ ...span, min: 2 });
    expect(breaches(begun().acts('deallocate', 'b', 'idle'), {}, promises)).toEqual([
      expect.stringMatching(/^law 3: pool has 1 ready/),
    ]);
    promises.release('pool', NOON.add({ minutes: 5 }));
    expect(breaches(begun().acts('deallocate', 'b', 'idle'), {}, promises)).toEqual([]);
    promises.leaveAlone(span);
    expect(breaches(begun().acts('deallocate', 'b', 'idle'), {}, promises)).toEqual([
      expect.stringContaining('to be left alone'),
    ]);
  });

  it('know which starts of an app have failed', () => {
    const laws = new StepLaws({ pools: [POOL], promises: new Promises(), byHand: new Map() });
    const told = off().acts('start', 'b', 'deallocated').after(3).shows('b', 'starting', 'unusable');
    laws.breachesOf(told.shows('a', 'starting', 'unusable').entries);
    expect(laws.failedStarts.all).toMatchObject([{ node: 'b', pool: 'pool' }]);
  });

  it('hold each act to the minimum of its time', () => {
    const promises = new Promises();
    promises.changeMinimum(POOL, 2, NOON.add({ minutes: 60 }), true);
    const told = begun().acts('deallocate', 'b', 'idle').shows('b', 'deallocating', 'idle').after(59);
    expect(breaches(told.acts('deallocate', 'a', 'idle'), { perHour: 9 }, promises)).toEqual([
      expect.stringMatching(/^law 3: pool has 1 ready after a .* of 2$/),
    ]);
  });

  it('hold a policy that only observes, until it may act again', () => {
    const promises = new Promises();
    promises.observe('pool', NOON);
    expect(breaches(begun().acts('deallocate', 'b', 'idle'), {}, promises).join()).toContain('only observes');
    expect(breaches(begun().acts('deallocate', 'b', 'idle', HAND), {}, promises)).toEqual([]);
    promises.mayEnforce('pool', HALF_PAST);
    expect(breaches(begun().acts('deallocate', 'b', 'idle'), {}, promises)).toEqual([]);
  });

  it('hold an emergency stop, against what people ask for too', () => {
    const promises = new Promises();
    promises.stop(NOON);
    expect(breaches(begun().acts('deallocate', 'b', 'idle'), {}, promises).join()).toContain('everything was stopped');
    expect(breaches(begun().acts('deallocate', 'b', 'idle', HAND), {}, promises).join()).toContain('b by hand');
    promises.mayGoOn(HALF_PAST);
    expect(breaches(begun().acts('deallocate', 'b', 'idle'), {}, promises)).toEqual([]);
  });
});
