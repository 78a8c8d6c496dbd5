import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/core/savings/evidence.ts';
import { nodesOnOver } from '../../../src/core/savings/nodes-on.ts';
import { at, history } from './support/history.ts';

const DAY = { from: at('00:00'), to: at('+1 00:00') };

/** The number of nodes that were on from each time of the Monday, in a pool of three of which some are on at its end. */
function onOver(on: number, ...lines: readonly string[]): readonly string[] {
  return nodesOnOver(evidenceOf(history(...lines)), { span: DAY, on, nodes: 3 }).map(
    (point) => `${point.at.toString().slice(11, 16)} ${point.on}`,
  );
}

describe('nodesOnOver', () => {
  it('counts a node from the request of its start until it was seen deallocated', () => {
    expect(
      onOver(
        2,
        '08:00 a start accepted',
        '08:05 a node.started 300',
        '18:00 a deallocate intent',
        '18:02 a node.deallocated 120',
      ),
    ).toEqual(['00:00 2', '08:00 3', '18:02 2']);
  });

  it.each([
    ['was off again', 'deallocated'],
    ['was no longer in the pool', 'gone'],
  ])('counts a node whose start has failed until it %s', (_, state) => {
    expect(
      onOver(
        2,
        '08:00 a start accepted',
        `08:20 a node.start-failed ${state}`,
        '09:00 a start accepted',
        `09:20 a node.start-failed ${state}`,
      ),
    ).toEqual(['00:00 2', '08:00 3', '08:20 2', '09:00 3', '09:20 2']);
  });

  it('counts a node that cannot be used after its start, because it is paid for', () => {
    expect(onOver(3, '08:00 a start accepted', '08:20 a node.start-failed unusable')).toEqual(['00:00 2', '08:00 3']);
  });
});
