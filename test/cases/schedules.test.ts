import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { nextEdge } from '../../src/core/schedule/capacity-at.ts';
import { rankRequests } from '../../src/core/schedule/capacity-requests.ts';
import type { Schedule } from '../../src/core/schedule/schedule.ts';
import { timelineOf } from '../../src/core/schedule/timeline.ts';
import { viewPreview } from '../../src/documents/schedules/preview-schedule.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { NOON } from '../support/builders.ts';

function scheduleOf(name: string, file: string): Schedule {
  const parsed = parseSchedule(JSON.parse(readFileSync(join(import.meta.dirname, name, file), 'utf8')));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

function nodeHours(schedule: Schedule, from: string, nodes: number): number {
  return viewPreview(schedule, { from: Temporal.PlainDate.from(from), days: 1, nodes, policy: undefined }).nodeHours;
}

describe('share-rounds-one-node-too-high', () => {
  it.each([
    ['s.json', 750],
    ['s2.json', 375],
  ])('%s asks for 33 of %d nodes', (file, nodes) => {
    expect(nodeHours(scheduleOf('share-rounds-one-node-too-high', file), '2026-03-02', nodes)).toBe(33);
  });
});

describe('window-named-four-times', () => {
  const schedule = scheduleOf('window-named-four-times', 's.json');
  const timeline = timelineOf(schedule, NOON, NOON.add({ hours: 24 * 8 }));

  it('names the window once', () => {
    expect(rankRequests([timeline], NOON).map(({ because }) => because)).toEqual([
      'window "always" of s',
      'outside the windows of s',
    ]);
  });

  it('has no next change in sight', () => {
    expect(nextEdge([timeline], NOON)).toBeUndefined();
  });

  it('asks for the same number of nodes as before', () => {
    expect(nodeHours(schedule, '2026-03-02', 10)).toBe(48);
  });
});
