import { describe, expect, it } from 'vitest';
import { deliveryShares } from '../../../src/app/outbound/delivery-shares.ts';

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
