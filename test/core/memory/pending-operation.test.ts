import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { longestWatch, type PendingOperation, settleOperations } from '../../../src/core/memory/pending-operation.ts';
import { NODE_STATES, type NodeState } from '../../../src/core/pool/node-state.ts';
import { aNode } from '../../support/builders.ts';

const ASKED = Temporal.Instant.from('2026-03-02T12:00:00Z');
const atMinute = (minutes: number) => ASKED.add({ minutes });
const START: PendingOperation = { nodeId: 'n1', action: 'start', asked: ASKED, correlation: 'c1' };
const IN_DOUBT: PendingOperation = { ...START, inDoubt: true };
const STOP: PendingOperation = { ...START, action: 'deallocate' };

/** What is said of an act on a node that shows a state since some minutes after the request, at a minute after it. */
function said(one: PendingOperation, [state, since]: readonly [NodeState, number], at: number): string | undefined {
  const node = aNode({ id: 'n1', state, stateSince: atMinute(since) });
  const { completions, pendingOperations } = settleOperations([one], [node], atMinute(at));
  expect(completions.length + pendingOperations.length).toBe(1);
  return completions[0] && `${completions[0].kind}: ${completions[0].reason}`;
}

describe('settleOperations', () => {
  it.each([
    // still on its way
    [START, 'deallocated', -60, 1, undefined],
    [START, 'starting', 1, 3, undefined],
    [START, 'waitingforstarttask', 2, 29, undefined],
    [START, 'unknown', 2, 29, undefined],
    // there
    [START, 'idle', 3, 4, 'completed: ready after 180 s'],
    [START, 'running', 5, 6, 'completed: ready after 300 s'],
    [START, 'idle', -60, 0, 'completed: ready after 0 s'],
    // not to be any more
    [START, 'starttaskfailed', 3, 4, 'failed: it shows starttaskfailed'],
    [START, 'unusable', 3, 4, 'failed: it shows unusable'],
    [START, 'deallocating', 3, 4, 'failed: it shows deallocating'],
    // from before the request, so not its doing
    [START, 'unusable', -60, 4, undefined],
    // too long
    [START, 'starting', 1, 30, 'failed: it still shows starting, asked at 2026-03-02T12:00:00Z'],
    [START, 'deallocated', -60, 30, 'failed: it still shows deallocated, asked at 2026-03-02T12:00:00Z'],
    // accepted, and off again: by its own clock it fell back before the request, as the clocks differ
    [START, 'deallocated', -3, 1, 'failed: it shows deallocated'],
    [IN_DOUBT, 'deallocated', -3, 1, 'failed: it shows deallocated'],
    [START, 'deallocated', -4, 1, undefined],
    [START, 'deallocated', -4, 2, 'failed: it still shows deallocated, asked at 2026-03-02T12:00:00Z'],
    [IN_DOUBT, 'deallocated', -60, 29, undefined],
    // the way off
    [STOP, 'idle', -60, 1, undefined],
    [STOP, 'deallocating', 1, 2, undefined],
    [STOP, 'deallocated', 2, 3, 'completed: deallocated after 120 s'],
    [STOP, 'idle', -60, 30, 'failed: it still shows idle, asked at 2026-03-02T12:00:00Z'],
    // tasks may take their time, up to a day
    [STOP, 'running', -60, 23 * 60, undefined],
    [STOP, 'running', -60, 24 * 60, 'failed: it still shows running, asked at 2026-03-02T12:00:00Z'],
  ] as const)('%o, %s since minute %i, at minute %i: %s', (one, state, since, at, expected) => {
    expect(said(one, [state, since], at)).toBe(expected);
  });

  it('says of a node that has gone that it has', () => {
    for (const one of [START, STOP]) {
      expect(settleOperations([one], [], atMinute(1)).completions).toMatchObject([
        { kind: 'failed', reason: 'the node is no longer in the pool', correlation: 'c1' },
      ]);
    }
  });

  it('ends the story of an act that another one on the same node has overtaken', () => {
    const later: PendingOperation = { ...STOP, asked: atMinute(2), correlation: 'c2' };
    const node = aNode({ id: 'n1', state: 'starting', stateSince: atMinute(1) });
    const { completions, pendingOperations } = settleOperations([START, later], [node], atMinute(3));
    expect(completions).toMatchObject([
      { kind: 'overtaken', correlation: 'c1', reason: `asked to deallocate at ${atMinute(2)}` },
    ]);
    expect(pendingOperations).toEqual([later]);
  });

  it('tells each act once, loses none, and is done with all when the watch ends', () => {
    const acts = fc.array(
      fc.record({
        nodeId: fc.constantFrom('a', 'b', 'c'),
        action: fc.constantFrom('start' as const, 'deallocate' as const),
        asked: fc.integer({ min: 0, max: 30 }).map(atMinute),
        correlation: fc.uuid(),
      }),
      { maxLength: 12 },
    );
    const nodes = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c'),
        state: fc.constantFrom(...NODE_STATES),
        stateSince: fc.option(fc.integer({ min: -100, max: 30 }).map(atMinute), { nil: undefined }),
      }),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(acts, nodes, fc.integer({ min: 30, max: 3000 }), (pendingOperations, seen, minute) => {
        const all = seen.map((node) => aNode(node));
        const now = atMinute(minute);
        const first = settleOperations(pendingOperations, all, now);
        expect(first.completions.length + first.pendingOperations.length).toBe(pendingOperations.length);
        expect(settleOperations(first.pendingOperations, all, now)).toEqual({
          pendingOperations: first.pendingOperations,
          completions: [],
        });
        const nodeOf = new Map(all.map((node) => [node.id, node]));
        for (const one of first.pendingOperations) {
          expect(Temporal.Instant.compare(now, one.asked.add(longestWatch(one, nodeOf.get(one.nodeId))))).toBe(-1);
        }
      }),
    );
  });
});
