import { describe, expect, it } from 'vitest';
import { chanceFrom } from '../../../src/emulator/world/chance.ts';
import type { JournalEntry } from '../../../src/emulator/world/journal.ts';
import { NOON } from '../../support/builders.ts';
import { Promises } from '../promises.ts';
import { drawPools, HOSTILE, type StormPool, UNTOUCHED } from '../storm-pools.ts';
import { breachesOf } from './step-laws.ts';

const [DRAWN] = drawPools(chanceFrom(1), 2);
const POOL = { ...DRAWN, id: 'pool', size: 2, min: 1, perHour: 2, observes: false } as StormPool;

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
  acts(action: 'start' | 'deallocate', node: string, from: string, more: object = {}): this {
    this.shows(node, from, action === 'start' ? 'starting' : 'deallocating', more);
    const { pool = 'pool' } = more as { readonly pool?: string };
    return this.#add({
      ...{ kind: 'request', method: 'POST', query: {}, status: 202, clientRequestId: 'c' },
      operation: action === 'start' ? 'Nodes_StartNode' : 'Nodes_DeallocateNode',
      path: `/pools/${pool}/nodes/${node}/${action}`,
    });
  }

  #add(entry: object): this {
    const at = NOON.add({ minutes: this.#minute }).toString();
    this.entries.push({ number: this.entries.length + 1, at, ...entry } as JournalEntry);
    return this;
  }
}

const begun = () => new Telling().shows('a', null, 'idle').shows('b', null, 'idle');

function breaches(told: Telling, change: Partial<StormPool> = {}, promises = new Promises()): readonly string[] {
  const pools = [{ ...POOL, ...change }];
  return breachesOf({ journal: told.entries, pools, promises, byHand: new Map([['by-hand', 1]]) });
}

describe('the laws of a storm', () => {
  it('find nothing in what is allowed', () => {
    const told = begun().acts('deallocate', 'b', 'idle').after(1).shows('b', 'deallocating', 'deallocated');
    expect(breaches(told.after(10).acts('start', 'b', 'deallocated'))).toEqual([]);
  });

  it.each<readonly [law: string, told: Telling, change: Partial<StormPool>]>([
    ['law 1', begun().shows('a', 'deallocating', 'deallocated', { runningTasks: 1 }), {}],
    ['law 2', begun().acts('deallocate', 'b', 'starting'), {}],
    ['law 2', begun().acts('start', 'b', 'offline'), {}],
    ['law 3: pool has 0 ready', begun().acts('deallocate', 'b', 'idle').acts('deallocate', 'a', 'idle'), {}],
    [
      'law 3: pool: 2 times deallocate',
      begun().acts('deallocate', 'b', 'idle').after(9).acts('deallocate', 'a', 'idle'),
      { perHour: 1 },
    ],
    ['pool only observes', begun().acts('deallocate', 'b', 'idle'), { observes: true }],
    ['law 6', begun().acts('deallocate', 'b', 'idle', { isDedicated: false }), {}],
    ['law 6', begun().acts('deallocate', 'f', 'idle', { pool: UNTOUCHED }), {}],
    ['law 10', begun().shows('b', 'starting', 'deallocated').after(2).acts('start', 'b', 'deallocated'), {}],
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
});
