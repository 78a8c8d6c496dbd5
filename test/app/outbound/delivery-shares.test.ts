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
});

/** So many messages a host works on at once: `batchSize` and `newBatchThreshold` of host.json. */
const AT_ONCE = 24;
/** A slow receiver lets an attempt run into its time limit; whoever gets no place comes again after some seconds. */
const SECONDS = { slow: 10, quick: 0.05, noPlace: 0.01, turn: 12 };

/** A host that works off deliveries by a clock that runs only here. */
class VirtualHost {
  /** The second at which the last delivery of the subscription `quick` has ended. */
  quickDoneAt = 0;
  #now = 0;
  #free = AT_ONCE;
  readonly #visible: string[] = [];
  readonly #events = new TinyQueue<{ readonly at: number; readonly run: () => void }>([], (a, b) => a.at - b.at);
  readonly #shares: DeliveryShares;

  constructor(shares: DeliveryShares) {
    this.#shares = shares;
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

  #takeUp(): void {
    for (; this.#free > 0 && this.#visible.length > 0; this.#free -= 1) this.#deliver(this.#visible.shift() ?? '');
  }

  #deliver(subscription: string): void {
    const place = this.#shares.take(subscription);
    const isQuick = subscription === 'quick';
    const seconds = place === undefined ? SECONDS.noPlace : isQuick ? SECONDS.quick : SECONDS.slow;
    this.#after(seconds, () => {
      this.#free += 1;
      place?.leave(isQuick);
      if (place === undefined) this.#after(SECONDS.turn, () => this.#visible.push(subscription));
      else if (isQuick) this.quickDoneAt = this.#now;
    });
  }
}

describe('twenty deliveries behind five hundred to receivers that never answer', () => {
  const waiting = ['slow-1', 'slow-2', 'slow-3', 'slow-4', 'slow-5', 'quick'].flatMap((subscription) =>
    Array.from({ length: subscription === 'quick' ? 20 : 100 }, () => subscription),
  );
  const doneAt = (shares: DeliveryShares) => {
    const host = new VirtualHost(shares);
    host.workOff(waiting);
    return host.quickDoneAt;
  };

  it('wait for minutes where everybody takes what there is, and for seconds with shares', () => {
    expect(doneAt({ take: () => ({ leave: () => undefined }) })).toBeGreaterThan(200);
    expect(doneAt(deliveryShares())).toBeLessThan(5);
  });
});
