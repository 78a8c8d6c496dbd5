import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDemand, encodeDemand } from '../../../src/core/demand/demand-day.ts';
import type { DemandMinute } from '../../../src/core/demand/demand-minute.ts';

const minute = (at: number, said: Partial<DemandMinute> = {}): DemandMinute => ({
  minute: 29_000_000 + at,
  needed: 0,
  paid: 0,
  busy: 0,
  waitingTasks: 0,
  runningTasks: 0,
  submittedTasks: 0,
  endedTasks: 0,
  families: [],
  ...said,
});

const count = fc.nat(3000);
const anyMinute = fc.record({
  gap: fc.constantFrom(0, 0, 0, 1, 90),
  size: fc.constantFrom(undefined, 0, 3, 200),
  needed: fc.nat(3),
  paid: fc.nat(3),
  busy: fc.nat(1),
  waitingTasks: fc.constantFrom(0, 0, 2),
  runningTasks: fc.constantFrom(0, 0, 5),
  submittedTasks: fc.constantFrom(0, 0, 0, 7),
  endedTasks: fc.constantFrom(0, 0, 0, 3),
  families: fc.array(
    fc.record(
      {
        family: fc.constantFrom('train-*', 'zürich', '*'),
        submittedTasks: count,
        endedTasks: count,
        heldTasks: fc.integer({ min: 1, max: 3000 }),
        releasedTasks: fc.integer({ min: 1, max: 3000 }),
      },
      { requiredKeys: ['family', 'submittedTasks', 'endedTasks'] },
    ),
    { maxLength: 3 },
  ),
});

describe('encodeDemand and decodeDemand', () => {
  it('give back every minute that was seen, and no other', () => {
    fc.assert(
      fc.property(fc.array(anyMinute, { maxLength: 60 }), (minutes) => {
        let at = 0;
        const seen = minutes.map(({ gap, size, ...said }) => {
          at += 1 + gap;
          return minute(at, { ...said, ...(size !== undefined && { nodes: size }) });
        });
        expect(decodeDemand(encodeDemand(seen))).toEqual(seen);
      }),
      { numRuns: 300 },
    );
  });

  it('take some bytes for a quiet day, and less than 32 kB for one with new work of many families in every minute', () => {
    const quiet = Array.from({ length: 1440 }, (_, at) => minute(at, { needed: 3, runningTasks: 12 }));
    expect(encodeDemand(quiet).byteLength).toBeLessThan(20);
    const busy = Array.from({ length: 1440 }, (_, at) =>
      minute(at, {
        needed: 200 + (at % 300),
        paid: 201 + (at % 300),
        busy: 200 + (at % 299),
        waitingTasks: 300 + at,
        runningTasks: 800 + (at % 500),
        submittedTasks: 1 + (at % 400),
        endedTasks: 1 + (at % 390),
        families: [0, 1, 2].map((one) => ({
          family: `family-number-${(at + one) % 100}-*`,
          submittedTasks: 1 + (at % 100),
          endedTasks: at % 100,
          heldTasks: 1 + (at % 90),
          releasedTasks: 1 + (at % 80),
        })),
      }),
    );
    // As it is kept: compressed.
    expect(gzipSync(encodeDemand(busy)).byteLength).toBeLessThan(32_000);
  });

  it('refuse bytes of another version, and bytes that end too early', () => {
    const bytes = encodeDemand([minute(1, { needed: 300, submittedTasks: 1 })]);
    expect(decodeDemand(bytes.with(0, 9))).toBeUndefined();
    expect(decodeDemand(bytes.subarray(0, -1))).toBeUndefined();
    expect(decodeDemand(new Uint8Array())).toBeUndefined();
  });

  it('read what a version has kept that did not tell which tasks wait for others', () => {
    const bytes = Uint8Array.from(Buffer.from('02020162016101c182ea0d0201010101020102000200010001', 'hex'));
    expect(decodeDemand(bytes)).toEqual([
      minute(1, {
        needed: 2,
        paid: 1,
        busy: 1,
        waitingTasks: 1,
        runningTasks: 1,
        submittedTasks: 2,
        endedTasks: 1,
        families: [
          { family: 'b', submittedTasks: 2, endedTasks: 0 },
          { family: 'a', submittedTasks: 0, endedTasks: 1 },
        ],
      }),
    ]);
  });

  it('read what a version has kept that did not tell the size of the pool', () => {
    const bytes = Uint8Array.from(Buffer.from('0301016101c182ea0d02010001000100010101000100', 'hex'));
    const families = [{ family: 'a', submittedTasks: 1, endedTasks: 0, heldTasks: 1 }];
    expect(decodeDemand(bytes)).toEqual([
      minute(1, { needed: 2, paid: 1, waitingTasks: 1, submittedTasks: 1, families }),
    ]);
  });
});
