import { describe, expect, it } from 'vitest';
import { evidenceOf } from '../../../src/core/savings/evidence.ts';
import { powerOf } from '../../../src/core/savings/node-power.ts';
import { history } from './support/history.ts';

/** Times off as `18:40-+1 07:50 seen`, restarts as `07:50-08:00`. */
function told(...lines: readonly string[]) {
  const { off, restarts, uncounted } = powerOf(evidenceOf(history(...lines)));
  const time = (instant: { toString(): string } | undefined) => instant?.toString().slice(8, 16) ?? '…';
  return {
    off: off.map(({ from, to, basis }) => `${time(from)} ${time(to)} ${basis}`),
    restarts: restarts.map(
      ({ from, to, before }) => `${time(from)} ${time(to)}${to === undefined ? ` ${time(before)}` : ''}`,
    ),
    uncounted: uncounted.map(({ reason }) => reason),
  };
}

const OFF = ['18:30 n deallocate intent', '18:31 n deallocate accepted', '18:40 n node.deallocated 540'];

describe('a node is off because of us', () => {
  it('from when it was seen off until a start was asked for, which costs until it is ready', () => {
    expect(told(...OFF, '+1 07:50 n start intent', '+1 07:51 n start accepted', '+1 08:01 n node.started 600')).toEqual(
      { off: ['02T18:40 03T07:50 seen'], restarts: ['03T07:50 03T08:00'], uncounted: [] },
    );
  });

  it('from the accepted outcome where nobody saw it off, once a start shows that it was', () => {
    expect(told('18:30 n deallocate intent', '18:31 n deallocate accepted', '20:00 n start accepted')).toEqual({
      off: ['02T18:31 02T20:00 accepted'],
      restarts: ['02T20:00 … …'],
      uncounted: [],
    });
    expect(told('18:30 n deallocate intent', '18:31 n deallocate accepted')).toEqual({
      off: [],
      restarts: [],
      uncounted: [],
    });
  });

  it.each([
    ['20:00 n start refused', []],
    ['20:00 n start unneeded', []],
    ['20:00 n start unknown', ['02T20:00 … …']],
    ['20:00 n start intent', ['02T20:00 … …']],
  ])('but not where nobody saw it off and it may have worked off its tasks until %s', (line, restarts) => {
    expect(told('18:30 n deallocate intent', '18:31 n deallocate accepted', line)).toEqual({
      off: [],
      restarts,
      uncounted: [],
    });
  });

  it('still, where nothing says that it has ended', () => {
    expect(told(...OFF).off).toEqual(['02T18:40 … seen']);
    expect(told(...OFF, '+1 07:50 n start intent', '+1 07:51 n start failed').off).toEqual(['02T18:40 … seen']);
  });

  it.each([
    ['somebody else', '+1 07:50 n node.manual-start'],
    ['a start that was under way already', '+1 07:50 n start unneeded'],
    ['a start that Batch refused: it is not deallocated', '+1 07:50 n start refused'],
    ['a start of which nobody knows whether it arrived', '+1 07:50 n start unknown'],
    ['a start whose outcome is missing', '+1 07:50 n start intent'],
  ])('until %s', (_, end) => {
    expect(told(...OFF, end)).toMatchObject({ off: ['02T18:40 03T07:50 seen'], restarts: ['03T07:50 … …'] });
  });

  it('until somebody else started it, which was noticed hours later', () => {
    expect(told(...OFF, '+1 12:50 n node.manual-start 18000')).toMatchObject({
      off: ['02T18:40 03T07:50 seen'],
      restarts: ['03T07:50 … …'],
    });
  });

  it('until it was removed from its pool, which costs no restart', () => {
    expect(told(...OFF, '+1 07:50 n remove intent', '+1 07:51 n node.removed 60')).toEqual({
      off: ['02T18:40 03T07:50 seen'],
      restarts: [],
      uncounted: [],
    });
    expect(told(...OFF.slice(0, 2), '+1 07:51 n node.removed 60').off).toEqual(['02T18:31 03T07:50 accepted']);
    expect(told('+1 07:51 n node.removed 60').off).toEqual([]);
  });

  it('until the start that is only seen to have ended', () => {
    expect(told(...OFF, '+1 08:00 n node.started 600')).toMatchObject({
      off: ['02T18:40 03T07:50 seen'],
      restarts: ['03T07:50 03T08:00'],
    });
  });

  it('and a start that fails costs until that is seen', () => {
    expect(told(...OFF, '+1 07:50 n start accepted', '+1 08:20 n node.start-failed').restarts).toEqual([
      '03T07:50 03T08:20',
    ]);
  });

  it('and a start whose end is not known was over when the node was deallocated again', () => {
    expect(told('07:50 n start accepted', ...OFF).restarts).toEqual(['02T07:50 … 02T18:30']);
  });
});

describe('nothing is counted', () => {
  it.each([
    ['where Batch refused', ['18:30 n deallocate refused', '18:40 n node.deallocated 60']],
    ['where the request failed', ['18:30 n deallocate failed', '18:40 n node.deallocated 60']],
    ['where nobody knows whether it arrived', ['18:30 n deallocate unknown', '18:40 n node.deallocated 60']],
    ['where the node was off already', ['18:30 n deallocate unneeded', '18:40 n node.deallocated 60']],
    ['where somebody else did it', ['18:30 n node.manual-deallocate', '+1 07:50 n node.manual-start']],
    [
      'where it was not deallocated in the end',
      [...OFF.slice(0, 2), '+1 18:31 n node.deallocate-failed', '+1 19:00 n start accepted'],
    ],
    ['where the node was only asked', ['18:30 n deallocate intent']],
  ])('%s', (_, lines) => {
    expect(told(...lines).off).toEqual([]);
  });

  it.each([
    ['deallocated again', '+1 18:30 n deallocate intent'],
    ['deallocated by somebody else', '+1 18:30 n node.manual-deallocate'],
    ['gone', '+1 18:30 n start gone'],
  ])('of a time off whose end is not recorded: the node is %s', (_, line) => {
    const { off, uncounted } = told(...OFF, line);
    expect(off).toEqual([]);
    expect(uncounted).toEqual([expect.stringContaining('no record says')]);
  });
});

describe('a clock that was put back', () => {
  it('makes no time off longer, and counts no hour twice', () => {
    expect(told(...OFF, '18:00 n start accepted').off).toEqual([]);
    expect(
      told(
        ...['06:00 n deallocate accepted', '06:00 n node.deallocated 0', '10:00 n start accepted'],
        ...['07:30 n deallocate accepted', '07:30 n node.deallocated 0', '11:00 n start accepted'],
      ).off,
    ).toEqual(['02T06:00 02T10:00 seen', '02T10:00 02T11:00 seen']);
  });
});
