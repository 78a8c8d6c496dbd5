import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { NODE_STATES, type NodeState } from '../../../src/core/pool/node-state.ts';
import { isWhereActLeads, shownOutcome } from '../../../src/core/pool/shown-outcome.ts';
import { NOON } from '../../support/builders.ts';

/** A node in a state since so many seconds after the request, which is made at noon. */
function aNodeShowing(state: NodeState, seconds: number | undefined) {
  return { state, stateSince: seconds === undefined ? undefined : NOON.epochMilliseconds + seconds * 1000 };
}

describe('isWhereActLeads', () => {
  it.each([
    ['deallocate', ['deallocated', 'deallocating']],
    ['start', ['idle', 'running', 'starting', 'starttaskfailed', 'waitingforstarttask']],
  ] as const)('%s leads to %j and nowhere else', (action, expected) => {
    expect(NODE_STATES.filter((state) => isWhereActLeads(action, state)).toSorted()).toEqual(expected);
  });
});

describe('shownOutcome', () => {
  it.each([
    // come to where the request leads, since it was made
    ['deallocate', 'deallocating', 5, 'accepted'],
    ['deallocate', 'deallocated', 90, 'accepted'],
    ['deallocate', 'deallocating', 0, 'accepted'],
    ['start', 'starting', 5, 'accepted'],
    ['start', 'waitingforstarttask', 100, 'accepted'],
    ['start', 'starttaskfailed', 100, 'accepted'],
    ['start', 'idle', 200, 'accepted'],
    ['start', 'running', 200, 'accepted'],
    // the clock of the service may be three minutes behind
    ['deallocate', 'deallocating', -180, 'accepted'],
    ['start', 'starting', -180, 'accepted'],
    ['deallocate', 'deallocating', -180.001, 'unknown'],
    ['start', 'idle', -180.001, 'unknown'],
    // there since long before: somebody else has done it
    ['deallocate', 'deallocated', -3600, 'unknown'],
    ['start', 'running', -3600, 'unknown'],
    // still where it was
    ['deallocate', 'idle', -300, 'failed'],
    ['deallocate', 'idle', -180.001, 'failed'],
    ['start', 'deallocated', -300, 'failed'],
    // perhaps back there since the request, by the clock of the service
    ['deallocate', 'idle', -180, 'unknown'],
    ['start', 'deallocated', -30, 'unknown'],
    // back there since the request, so it may have gone away in between
    ['deallocate', 'idle', 0, 'unknown'],
    ['deallocate', 'idle', 5, 'unknown'],
    ['start', 'deallocated', 0, 'unknown'],
    ['start', 'deallocated', 5, 'unknown'],
    // perhaps finishing its tasks on the way
    ['deallocate', 'running', -300, 'unknown'],
    ['deallocate', 'running', 5, 'unknown'],
    // somewhere else
    ['deallocate', 'starting', 5, 'unknown'],
    ['deallocate', 'unusable', -300, 'unknown'],
    ['start', 'deallocating', -300, 'unknown'],
    ['start', 'unknown', 5, 'unknown'],
    ['start', 'preempted', 5, 'unknown'],
    // nobody knows since when
    ['deallocate', 'deallocated', undefined, 'unknown'],
    ['start', 'deallocated', undefined, 'unknown'],
  ] as const)(
    'takes a request to %s whose node shows %s since %s s after it for %s',
    (action, state, seconds, outcome) => {
      expect(shownOutcome(action, aNodeShowing(state, seconds), NOON).outcome).toBe(outcome);
    },
  );

  it.each([
    ['accepted', 'deallocating', 5, 'the node shows deallocating since 2026-03-02T12:00:05Z'],
    ['failed', 'idle', -300, 'the node shows idle since 2026-03-02T11:55:00Z, from before the request'],
    ['unknown', 'running', -300, 'the node shows running since 2026-03-02T11:55:00Z'],
    ['unknown', 'idle', undefined, 'the node shows idle since an unknown time'],
  ] as const)('says what it has seen: %s', (outcome, state, seconds, reason) => {
    expect(shownOutcome('deallocate', aNodeShowing(state, seconds), NOON)).toEqual({ outcome, reason });
  });

  it.each(['start', 'deallocate'] as const)('takes a node that is not there any more for gone: %s', (action) => {
    expect(shownOutcome(action, undefined, Temporal.Instant.from('2026-01-01T00:00Z'))).toEqual({
      outcome: 'gone',
      reason: 'the node is no longer in the pool',
    });
  });
});
