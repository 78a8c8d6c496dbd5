import { describe, expect, it } from 'vitest';
import { NO_MEMORY } from '../../../src/core/memory/memory.ts';
import { decidePool } from '../../../src/core/plan/decide-pool.ts';
import { isDraining, stillDraining, withDraining } from '../../../src/core/pool/draining.ts';
import {
  aCapacity,
  aNode,
  aPolicy,
  aPoolFacts,
  aSchedule,
  minutes,
  minutesBefore,
  NOON,
} from '../../support/builders.ts';

const ASKED = minutesBefore(NOON, 120);
const DRAINING = [{ nodeId: 'a', asked: ASKED }];

describe('a running node of which it is not known whether it was asked to go', () => {
  const asked = minutesBefore(NOON, 120);
  const node = aNode({ id: 'a', state: 'running', askedToGo: asked, isAskedInDoubt: true });

  it.each([
    ['has run since before the request', minutesBefore(NOON, 600), true],
    ['became running at its time, by a clock that may differ', minutesBefore(NOON, 117), true],
    ['became running long after it', minutesBefore(NOON, 116), false],
    ['does not say since when', undefined, true],
  ])('counts as leaving or not if it %s', (_, since, expected) => {
    expect(isDraining({ ...node, stateSince: since?.epochMilliseconds }, NOON)).toBe(expected);
  });

  it('no longer counts as leaving after a day, and stays remembered', () => {
    const aDayLater = asked.add({ hours: 24 });
    const before = { ...node, stateSince: minutesBefore(NOON, 600).epochMilliseconds };
    expect(isDraining(before, aDayLater.subtract({ milliseconds: 1 }))).toBe(true);
    expect(isDraining(before, aDayLater.add({ milliseconds: 1 }))).toBe(false);
    expect(isDraining({ ...before, isAskedInDoubt: false }, aDayLater.add({ hours: 24 }))).toBe(true);
    expect(stillDraining([before], aDayLater.add({ hours: 1 }))).toEqual([{ nodeId: 'a', asked, inDoubt: true }]);
  });
});

describe('a node that was asked to go two hours ago', () => {
  it.each([
    ['still finishes its tasks', minutesBefore(NOON, 600), ASKED],
    ['booted in the minute of the request, by the clock of Batch', minutesBefore(NOON, 119), ASKED],
    ['has booted since', minutesBefore(NOON, 60), undefined],
  ])('%s', (_, bootedAt, askedToGo) => {
    const [node] = withDraining([aNode({ id: 'a', state: 'running', bootedAt })], DRAINING);
    expect(node?.askedToGo).toEqual(askedToGo);
  });

  it('keeps the tasks that it runs after somebody has started it again, although the deadline is over', () => {
    const { plan } = decidePool({
      facts: aPoolFacts(),
      nodes: [aNode({ id: 'a', state: 'running', runningTasks: 1, bootedAt: minutesBefore(NOON, 60) })],
      memory: { ...NO_MEMORY, draining: DRAINING },
      effective: {
        kind: 'policy',
        policy: aPolicy({ mode: 'enforce', drain: { deadline: minutes(60), afterDeadline: 'terminate' } }),
        name: 'p@1',
        because: 'a test',
        schedules: [aSchedule({ outside: aCapacity(0, 0) })],
        override: undefined,
        announcements: [],
        circuitReset: undefined,
        documents: ['p@1'],
        notes: [],
      },
      ...{ pending: undefined, forecast: undefined, shared: [], siblings: [], gates: new Map(), now: NOON },
      sequence: { preceding: [], following: [] },
    });
    const [decision] = plan.decisions;
    expect(decision).toMatchObject({ action: 'deallocate' });
    expect(decision?.tasks ?? 'taskcompletion').toBe('taskcompletion');
  });
});
