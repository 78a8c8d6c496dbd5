import { describe, expect, it } from 'vitest';
import { parseRule } from '../../../src/documents/rules/rule-document.ts';

const OVERRIDE = { account: 'demo', pool: 'render', capacity: { min: 4 }, until: 'PT4H' };
const RULE = { id: 'r', source: 'generic', match: { type: 'queue.long' }, act: { override: OVERRIDE } };

function faults(overrides: object): readonly string[] {
  const parsed = parseRule({ ...RULE, ...overrides });
  return parsed.ok ? [] : parsed.faults.map(({ path }) => path);
}

function message(overrides: object): string {
  const parsed = parseRule({ ...RULE, ...overrides });
  return parsed.ok ? '' : parsed.faults.map((fault) => fault.message).join('; ');
}

describe('a rule', () => {
  it('says what a path looks like', () => {
    expect(message({ match: { 'a b': 1 } })).toBe('a path such as "data.essentials.alertRule" is expected');
  });

  it('is read with its conditions and its act', () => {
    const match = { a: 'x*', b: [1, true], c: { exists: false }, d: { lte: 5 } };
    expect(parseRule({ ...RULE, match })).toEqual({
      ok: true,
      value: {
        id: 'r',
        enabled: true,
        source: 'generic',
        match: [
          { field: 'a', condition: { kind: 'any-of', values: ['x*'] } },
          { field: 'b', condition: { kind: 'any-of', values: [1, true] } },
          { field: 'c', condition: { kind: 'exists', exists: false } },
          { field: 'd', condition: { kind: 'range', from: undefined, to: 5 } },
        ],
        pools: undefined,
        act: 'override',
        parameters: OVERRIDE,
      },
    });
  });

  it('says everything that is wrong with it', () => {
    const act = { announce: { account: 'Demo', pool: '{{a}}/{{b}}', slots: '5', by: '6 o’clock', why: 1 } };
    expect(faults({ id: '-', source: 5, match: { 'a b': null }, act, door: 1 })).toEqual([
      '$.id',
      '$.source',
      '$.match.a b',
      '$.act.announce.account',
      '$.act.announce.pool',
      '$.act.announce.slots',
      '$.act.announce.by',
      '$.act.announce.why',
      '$.door',
    ]);
  });

  it('needs a time zone for a time of day', () => {
    expect(faults({ act: { override: { ...OVERRIDE, until: '18:30' } } })).toEqual(['$.act.override.timeZone']);
    expect(faults({ act: { override: { ...OVERRIDE, until: '18:30', timeZone: 'Asia/Tokyo' } } })).toEqual([]);
    expect(faults({ act: { override: { ...OVERRIDE, until: '18:30', timeZone: '+09:00' } } })).toEqual([
      '$.act.override.timeZone',
    ]);
  });

  it('says which nodes it means, in one way', () => {
    const nodes = { account: 'demo', pool: 'render', reason: 'the budget is spent' };
    expect(faults({ act: { deallocate: nodes } })).toEqual(['$.act.deallocate']);
    expect(faults({ act: { deallocate: { ...nodes, all: true, count: 3 } } })).toEqual(['$.act.deallocate']);
    expect(faults({ act: { deallocate: { ...nodes, count: '{{data.count}}' } } })).toEqual([]);
  });

  it('names the pools that an event may choose', () => {
    const fromEvent = { act: { override: { ...OVERRIDE, pool: '{{data.pool}}' } } };
    expect(faults(fromEvent)).toEqual(['$.pools']);
    expect(faults({ ...fromEvent, pools: ['render-*'] })).toEqual([]);
    const andAccount = { act: { override: { ...OVERRIDE, account: '{{data.account}}' } } };
    expect(faults({ ...andAccount, pools: ['demo/render-*', 'render-*'] })).toEqual(['$.pools[1]']);
  });

  it('takes what an event has only as a whole', () => {
    expect(message({ act: { override: { ...OVERRIDE, note: 'by {{data.user}}' } } })).toContain('stands alone');
    expect(faults({ act: { override: { ...OVERRIDE, capacity: { min: 5, max: 4 } } } })).toEqual([
      '$.act.override.capacity.max',
    ]);
    expect(faults({ act: { override: { ...OVERRIDE, capacity: { min: '{{data.min}}', max: 4 } } } })).toEqual([]);
  });

  it('is for some events, and does one thing', () => {
    expect(faults({ match: {} })).toEqual(['$.match']);
    expect(faults({ act: { override: OVERRIDE, endOverride: { account: 'demo', pool: 'p', putBy: 'r' } } })).toEqual([
      '$.act',
    ]);
    expect(faults({ match: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`a${index}`, 1])) })).toEqual([
      '$.match',
    ]);
  });
});
