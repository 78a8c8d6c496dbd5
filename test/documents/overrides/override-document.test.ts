import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parseOverride } from '../../../src/documents/overrides/override-document.ts';

const now = Temporal.Instant.from('2026-03-02T12:00:00Z');
const until = '2026-03-03T12:00:00Z';

/** The faults of an override, each as `path: message`. */
function faultsOf(value: unknown): readonly string[] {
  const parsed = parseOverride(value, { actor: 'me', now });
  return parsed.ok ? [] : parsed.faults.map(({ path, message }) => `${path}: ${message}`);
}

describe('an override', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['no object', 'x', [expect.stringMatching(/^\$: an override such as /)]],
    ['nothing', { until }, [expect.stringMatching(/^\$: it requests nothing/)]],
    ['a capacity that is none, and is not nothing', { capacity: 1, until }, [expect.stringMatching(/^\$\.capacity: /)]],
    [
      'nodes that are both on and off, a note that is none, and an end that is over',
      { nodes: { on: ['a'], off: ['b', 'A'] }, note: 1, until: '2026-03-02T11:00:00Z' },
      [
        '$.note: a text is expected',
        '$.until: it is in the past: it is now 2026-03-02T12:00:00Z',
        '$.nodes.off[1]: the same node is to be on',
      ],
    ],
    [
      'a pool that is left alone with a capacity, and no end',
      { leaveAlone: true, capacity: { min: 1 } },
      [
        '$.until: a moment is expected',
        '$.leaveAlone: a pool that is left alone gets neither a capacity nor nodes to keep on or off',
      ],
    ],
  ])('names every fault of %s', (_, value, faults) => {
    expect(faultsOf(value)).toEqual(faults);
  });
});
