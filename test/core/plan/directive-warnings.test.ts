import { describe, expect, it } from 'vitest';
import { announcementWarnings } from '../../../src/core/plan/directive-warnings.ts';
import { aDeallocatedNode, aPolicy, aPoolFacts, NOON } from '../../support/builders.ts';

const anAnnouncement = (id: string, hour: number) => {
  const by = NOON.add({ hours: hour });
  return { account: 'demo', poolId: 'render', id, slots: 10, by, until: by.add({ hours: 1 }), note: '', actor: 'anna' };
};

/** A pool of ten nodes, each with one slot, for which the announcements were made before. */
const pool = (announcements: readonly ReturnType<typeof anAnnouncement>[]) => ({
  facts: aPoolFacts(),
  nodes: Array.from({ length: 10 }, (_, index) => aDeallocatedNode(`n${index}`)),
  effective: {
    kind: 'policy' as const,
    policy: aPolicy(),
    name: 'render@1',
    because: 'a test',
    schedules: [],
    override: undefined,
    announcements,
    circuitReset: undefined,
    documents: [],
    notes: [],
  },
});

describe('an announcement of slots for all nodes of a pool', () => {
  const said = anAnnouncement('second', 2);

  it('has no warning while nothing else is announced for that time, whether or not it is saved already', () => {
    expect(announcementWarnings(said, pool([]), NOON)).toEqual([]);
    expect(announcementWarnings(said, pool([said, anAnnouncement('first', 5)]), NOON)).toEqual([]);
  });

  it('says so where other slots are announced for these nodes already', () => {
    expect(announcementWarnings(said, pool([anAnnouncement('first', 2), said]), NOON)).toEqual([
      {
        path: '$.slots',
        message:
          '10 slots and the 10 that are announced already need 20 nodes, and the pool has 10: 10 are ready for them',
      },
    ]);
  });
});
