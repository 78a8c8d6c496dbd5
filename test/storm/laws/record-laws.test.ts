import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { linkEntries } from '../../../src/core/audit/chain.ts';
import type { AuditEntry } from '../../../src/core/audit/record.ts';
import { anEntry } from '../../support/audit-entries.ts';
import { RecordLaws } from './record-laws.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const linked = (entries: readonly Partial<AuditEntry>[]) =>
  linkEntries({ chain: 'render', number: 0, hash: '' }, entries.map(anEntry), sha256);

const OUTCOME = { phase: 'outcome', intent: 'render/1' } as const;
const END = { phase: 'event', action: 'request.ended', correlation: 'by-hand' } as const;
const WISH = { phase: 'event', action: 'node.manual-start' } as const;

function laws(meddled: ReadonlySet<string> = new Set()): RecordLaws {
  return new RecordLaws({ byHand: new Map([['by-hand', { count: 1, despiteStop: false }]]), meddled });
}

function breaches(entries: readonly Partial<AuditEntry>[], held = laws()): readonly string[] {
  return linked(entries).flatMap((record) => held.breachesOf('render', record));
}

describe('record by record', () => {
  it('finds an intent with a second outcome', () => {
    expect(breaches([{}, OUTCOME])).toEqual([]);
    expect(breaches([{}, OUTCOME, OUTCOME])).toEqual([expect.stringMatching(/^law 4: .* another outcome: render\/3/)]);
  });

  it('finds a request by hand that ends twice', () => {
    expect(breaches([END, { ...END, correlation: 'other' }])).toEqual([]);
    expect(breaches([END, END])).toEqual([expect.stringMatching(/^law 9: .* another end: render\/2/)]);
  });

  it('finds a wish of somebody where nobody was', () => {
    expect(breaches([WISH], laws(new Set(['render'])))).toEqual([]);
    expect(breaches([WISH])).toEqual([expect.stringMatching(/^law 10: node.manual-start of node-1/)]);
  });

  it('finds a record that is missing from its chain', () => {
    const held = laws();
    const [first, , third] = linked([{}, {}, {}]);
    expect([first, third].flatMap((record) => (record ? held.breachesOf('render', record) : []))).toHaveLength(1);
  });

  it('finds what was told and has no record', () => {
    const held = laws();
    breaches([{}], held);
    const told = (id: string) => [{ id, type: 'node.deallocated', data: { pool: 'render' } }];
    expect(held.untrue(told('render/1'))).toEqual([]);
    expect(held.untrue(told('render/2'))).toEqual([
      expect.stringMatching(/^law 4: node.deallocated was told as render\/2/),
    ]);
  });
});
