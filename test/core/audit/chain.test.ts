import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ChainEnd, canonicalJson, chainText, findChainFault, linkEntries } from '../../../src/core/audit/chain.ts';
import type { AuditRecord } from '../../../src/core/audit/record.ts';
import { anEntry } from '../../support/audit-entries.ts';
import { NOON } from '../../support/builders.ts';

const START: ChainEnd = { chain: 'p.demo.render.2026-03', number: 0, hash: '' };

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

const RECORDS = linkEntries(
  START,
  ['a', 'b', 'c', 'd'].map((node) => anEntry({ subject: { node } })),
  sha256,
);

function faultIn(records: readonly AuditRecord[]) {
  const last = RECORDS.at(-1);
  return findChainFault(records, { sha256, start: START, end: { ...START, number: 4, hash: last?.hash ?? '' } });
}

describe('chainText', () => {
  it('is all of a record as JSON with sorted keys, whatever is in it', () => {
    const text = fc.option(fc.string(), { nil: undefined });
    const changed = fc.option(fc.jsonValue(), { nil: undefined });
    const members = fc.record({ reason: fc.string(), outcome: text, policy: text, before: changed, after: changed });
    fc.assert(
      fc.property(members, fc.record({ pool: text, node: text }), (said, subject) => {
        const record = { ...anEntry(), ...said, subject, ...START, previous: '' } as AuditRecord;
        const { hash: _, ...hashed } = record;
        expect(chainText(record)).toBe(canonicalJson({ ...hashed, at: NOON.toString() }));
      }),
    );
  });

  it('leaves out what a table does not keep', () => {
    const [record] = RECORDS;
    expect(record && chainText({ ...record, other: 1 } as AuditRecord)).toBe(record && chainText(record));
  });
});

describe('linkEntries', () => {
  it('numbers records and links each to the one before it', () => {
    expect(RECORDS.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    expect(RECORDS.map(({ previous }) => previous)).toEqual(['', ...RECORDS.slice(0, 3).map(({ hash }) => hash)]);
  });

  it('goes on from the end of a chain as if all had been linked at once', () => {
    const [first, ...rest] = RECORDS;
    const end = { chain: START.chain, number: 1, hash: first?.hash ?? '' };
    expect(
      linkEntries(
        end,
        rest.map(({ subject }) => anEntry({ subject })),
        sha256,
      ),
    ).toEqual(rest);
  });

  it('gives the same hash whether a member is absent or undefined', () => {
    const [absent] = linkEntries(START, [anEntry()], sha256);
    const [undefinedMember] = linkEntries(START, [anEntry({ outcome: undefined })], sha256);
    expect(undefinedMember?.hash).toBe(absent?.hash);
  });
});

describe('findChainFault', () => {
  it('finds nothing in a chain as it was written', () => {
    expect(faultIn(RECORDS)).toBeUndefined();
  });

  it.each([
    ['edited', RECORDS.map((record) => (record.number === 2 ? { ...record, reason: 'x' } : record)), 2, 'was changed'],
    ['removed', RECORDS.filter(({ number }) => number !== 3), 3, 'record 3 is missing'],
    ['cut off at the end', RECORDS.slice(0, 3), 4, 'the chain ends at 3, its head says 4'],
    [
      'put in',
      [...RECORDS.slice(0, 1), { ...RECORDS[0], number: 2 } as AuditRecord, ...RECORDS.slice(1)],
      2,
      'not linked',
    ],
    [
      'rewritten with a hash of its own',
      RECORDS.map((record) =>
        record.number === 2 ? linkEntries({ ...START, number: 1 }, [anEntry()], sha256)[0] : record,
      ),
      2,
      'not linked',
    ],
  ])('finds the first record that was %s', (_, records, number, message) => {
    expect(faultIn(records as AuditRecord[])).toMatchObject({ number, message: expect.stringContaining(message) });
  });
});

describe('canonicalJson', () => {
  it('sorts the keys of every object and keeps the order of arrays', () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }, 2], a: undefined })).toBe('{"b":[{"c":null,"d":1},2]}');
  });
});
