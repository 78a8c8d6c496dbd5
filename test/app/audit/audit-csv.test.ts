import { describe, expect, it } from 'vitest';
import { CSV_COLUMNS, csvHeader, defuse, toCsv } from '../../../src/app/audit/audit-csv.ts';
import type { AuditRecord } from '../../../src/core/audit/record.ts';
import { NOON } from '../../support/builders.ts';

const RECORD: AuditRecord = {
  at: NOON,
  actor: 'http:function-key',
  action: 'schedule.put',
  phase: 'event',
  subject: { document: 'schedules/nights' },
  reason: 'schedules/nights "changed", twice',
  correlation: 'c1',
  before: { windows: [] },
  after: '=1+1',
  chain: 'd.2026-03',
  number: 7,
  previous: 'aa',
  hash: 'bb',
};

describe('a cell', () => {
  it.each([
    // what a spreadsheet takes for a formula
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t'=1"],
    ['\rx', "'\rx"],
    ['\nx', "'\nx"],
    // in full width
    ['＝1+1', "'＝1+1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠A1', "'＠A1"],
    // behind blanks and quotes
    ['  =1', "'  =1"],
    ['"=1', '\'"=1'],
    ['\'"=1', "''\"=1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\ufeff=1', "'\ufeff=1"],
    // behind what separates cells elsewhere
    ['a;=1+1', "a;'=1+1"],
    ['a; "@SUM(A1);b', 'a; "\'@SUM(A1);b'],
    ['a\t-1', "a\t'-1"],
    // and what it takes for text
    ['idle for 31 min', 'idle for 31 min'],
    ['a=1', 'a=1'],
    ['2026-03-02T12:00:00Z', '2026-03-02T12:00:00Z'],
    ['{"a":"=1"}', '{"a":"=1"}'],
    ['', ''],
  ])('%j is shown as %j', (text, expected) => {
    expect(defuse(text)).toBe(expected);
  });
});

describe('a line', () => {
  it('says the same in its JSON where a semicolon stands before what a spreadsheet runs', () => {
    const after = { note: 'a;=1+1; +2;"x' };
    const [line = ''] = toCsv([{ ...RECORD, after }]).split('\r\n');
    expect(line).not.toMatch(/;\s*[=+]/);
    const cell = /"(\{""note.*?\})"/.exec(line)?.[1]?.replaceAll('""', '"') ?? '';
    expect(JSON.parse(cell)).toEqual(after);
  });

  it('has the columns of the header, quoted where it must be', () => {
    expect(csvHeader()).toBe(`${CSV_COLUMNS.join(',')}\r\n`);
    expect(toCsv([RECORD])).toBe(
      [
        'd.2026-03/7',
        '2026-03-02T12:00:00Z',
        '',
        '',
        '',
        'schedules/nights',
        'schedule.put',
        'event',
        '',
        'http:function-key',
        '"schedules/nights ""changed"", twice"',
        'c1',
        '',
        '',
        '"{""windows"":[]}"',
        '"\'""=1+1"""',
        'd.2026-03',
        '7',
        'aa',
        'bb',
        '\r\n',
      ].join(','),
    );
  });
});

describe('a cell that programs refuse', () => {
  const EXCEL = 32_767;

  function lineOf(record: AuditRecord): Readonly<Record<string, string>> {
    const fields = [
      ...toCsv([record])
        .trimEnd()
        .matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g),
    ];
    expect(fields).toHaveLength(CSV_COLUMNS.length);
    return Object.fromEntries(
      fields.map(([, quoted, plain], index) => [CSV_COLUMNS[index], quoted?.replaceAll('""', '"') ?? plain ?? '']),
    );
  }

  it.each([
    ['as long as Excel takes', EXCEL, ''],
    ['longer', EXCEL + 1, 'reason'],
    ['longer than Python takes', 140_000, 'reason'],
  ])('is shortened with where the rest is: a reason %s', (_, length, shortened) => {
    const line = lineOf({ ...RECORD, reason: 'r'.repeat(length) });
    expect(line['shortened']).toBe(shortened);
    expect(line['reason']?.length).toBeLessThanOrEqual(EXCEL);
    if (shortened === '') return expect(line['reason']).toHaveLength(length);
    expect(line['reason']).toMatch(
      new RegExp(`^r{16000}… \\[the first 16000 of ${length} characters; all of it: record d\\.2026-03/7 in GET`),
    );
  });

  it.each(['"', '\\', '\u0000', '😀', '='])(
    'stays JSON where it is JSON, and within the limit: many %j',
    (character) => {
      const after = character.repeat(140_000);
      const line = lineOf({ ...RECORD, before: { windows: [after] }, after });
      expect(line['shortened']).toBe('before after');
      for (const name of ['before', 'after']) {
        expect(line[name]?.length).toBeLessThanOrEqual(EXCEL);
        expect(JSON.parse(line[name] ?? '')).toEqual({
          shortened: {
            characters: JSON.stringify(name === 'after' ? after : { windows: [after] }).length,
            all: 'record d.2026-03/7 in GET audit/export?format=jsonl',
            begins: expect.stringMatching(/^(?:"|\{"windows":\[")/),
          },
        });
        expect(line[name]).not.toMatch(/\\ud83d"/);
      }
    },
  );

  it('counts the apostrophe before what a spreadsheet would run', () => {
    expect(lineOf({ ...RECORD, before: undefined, after: `=${'a'.repeat(EXCEL - 3)}`, reason: '=' })).toMatchObject({
      shortened: 'after',
      reason: "'=",
    });
  });
});
