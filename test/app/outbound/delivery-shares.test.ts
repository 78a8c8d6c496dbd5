import TinyQueue from 'tinyqueue';
import { describe, expect, it } from 'vitest';
import { type DeliveryShares, deliveryShares } from '../../../src/app/outbound/delivery-shares.ts';

describe('deliveryShares', () => {
  it('gives each subscription a share, however many deliveries of another wait', () => {
    const shares = deliveryShares();
    const taken = Array.from({ length: 24 }, () => shares.take('slow')).filter((place) => place !== undefined);
    expect(taken).toHaveLength(4);
    expect(shares.take('quick')).toBeDefined();
    taken[0]?.leave(true);
    expect(shares.take('slow')).toBeDefined();
  });

  it('lets one attempt at a time go to a receiver that fails, until one succeeds', () => {
    const shares = deliveryShares();
    shares.take('slow')?.leave(false);
    const only = shares.take('slow');
    expect([only !== undefined, shares.take('slow')]).toEqual([true, undefined]);
    only?.leave(undefined);
    const next = shares.take('slow');
    expect(shares.take('slow')).toBeUndefined();
    next?.leave(true);
    const two = [shares.take('slow'), shares.take('slow')];
    expect(two).not.toContain(undefined);
  });

  it('makes turns longer the more wait, by the duration of an attempt, up to ten minutes, until one succeeds', () => {
    let now = 0;
    const shares = deliveryShares(() => now);
    const first = shares.take('slow');
    expect(shares.queueUp('slow')).toBe(0);
    now = 10_000;
    first?.leave(false);
    const second = shares.take('slow');
    expect([1, 2, 3].map(() => shares.queueUp('slow'))).toEqual([10, 20, 30]);
    now = 15_000;
    expect(shares.queueUp('slow')).toBe(35);
    for (let others = 0; others < 1000; others += 1) shares.queueUp('slow');
    expect(shares.queueUp('slow')).toBe(600);
    second?.leave(true);
    shares.take('slow');
    expect(shares.queueUp('slow')).toBeLessThan(5);
  });
});

/** So many messages a host works on at once: `batchSize` and `newBatchThreshold` of host.json. */
const AT_ONCE = 24;
/** A slow receiver lets an attempt run into its time limit; whoever gets no place comes again after some seconds at least. */
const SECONDS = { slow: 10, quick: 0.05, noPlace: 0.01, turn: 12 };
/** The shares of a process by its clock, in milliseconds. */
type Sharing = (now: () => number) => DeliveryShares;

/** A host that works off deliveries by a clock that runs only here. */
class VirtualHost {
  /** The second at which the last delivery of the subscription `quick` has ended. */
  quickDoneAt = 0;
  /** How often it was called for a delivery. */
  executions = 0;
  #now = 0;
  #free = AT_ONCE;
  readonly #visible: string[] = [];
  readonly #events = new TinyQueue<{ readonly at: number; readonly run: () => void }>([], (a, b) => a.at - b.at);
  readonly #shares: DeliveryShares;

  constructor(sharing: Sharing) {
    this.#shares = sharing(() => this.#now * 1000);
  }

  workOff(subscriptions: readonly string[]): void {
    this.#visible.push(...subscriptions);
    this.#takeUp();
    for (let event = this.#events.pop(); event !== undefined; event = this.#events.pop()) {
      this.#now = event.at;
      event.run();
      this.#takeUp();
    }
  }

  #after(seconds: number, run: () => void): void {
    this.#events.push({ at: this.#now + seconds, run });
  }

  #waitForTurn(subscription: string): void {
    const turn = Math.max(SECONDS.turn, this.#shares.queueUp(subscription) * 0.75);
    this.#after(turn, () => this.#visible.push(subscription));
  }

  #takeUp(): void {
    for (; this.#free > 0 && this.#visible.length > 0; this.#free -= 1) this.#deliver(this.#visible.shift() ?? '');
  }

  #deliver(subscription: string): void {
    this.executions += 1;
    const place = this.#shares.take(subscription);
    const isQuick = subscription === 'quick';
    const seconds = place === undefined ? SECONDS.noPlace : isQuick ? SECONDS.quick : SECONDS.slow;
    this.#after(seconds, () => {
      this.#free += 1;
      place?.leave(isQuick);
      if (place === undefined) this.#waitForTurn(subscription);
      else if (isQuick) this.quickDoneAt = this.#now;
    });
  }
}

describe('a thousand deliveries to a receiver that never answers', () => {
  const waiting = Array.from({ length: 1000 }, () => 'slow');
  const executionsWith = (sharing: Sharing) => {
    const host = new VirtualHost(sharing);
    host.workOff(waiting);
    return host.executions;
  };

  it('cause hundreds of executions each with turns of the same length, and fewer than twenty with a line', () => {
    expect(executionsWith((now) => ({ ...deliveryShares(now), queueUp: () => 0 }))).toBeGreaterThan(300_000);
    expect(executionsWith(deliveryShares)).toBeLessThan(20_000);
  });
});

describe('twenty deliveries behind five hundred to receivers that never answer', () => {
  const waiting = ['slow-1', 'slow-2', 'slow-3', 'slow-4', 'slow-5', 'quick'].flatMap((subscription) =>
    Array.from({ length: subscription === 'quick' ? 20 : 100 }, () => subscription),
  );
  const doneAt = (sharing: Sharing) => {
    const host = new VirtualHost(sharing);
    host.workOff(waiting);
    return host.quickDoneAt;
  };

  it('wait for minutes where everybody takes what there is, and for seconds with shares', () => {
    expect(doneAt(() => ({ take: () => ({ leave: () => undefined }), queueUp: () => 0 }))).toBeGreaterThan(200);
    expect(doneAt(deliveryShares)).toBeLessThan(5);
  });
});
