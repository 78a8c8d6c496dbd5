import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audit } from '../../../src/cli/commands/audit.ts';
import type { FilesVerdict } from '../../../src/cli/files/verify-files.ts';
import { linkEntries } from '../../../src/core/audit/chain.ts';
import type { AuditRecord } from '../../../src/core/audit/record.ts';
import { toAuditView } from '../../../src/ports/audit-view.ts';
import { NOON } from '../../support/builders.ts';
import { WebServer } from '../../support/web-server.ts';

let folder: string;
let app: WebServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-audit-'));
  app = await WebServer.start();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await app.close();
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Records of a chain that goes on from another. */
function chainOf(chain: string, count: number, previous = ''): readonly AuditRecord[] {
  const entries = Array.from({ length: count }, (_, index) => ({
    at: NOON.add({ minutes: index }),
    actor: 'me',
    action: 'test',
    phase: 'event' as const,
    subject: { account: 'demo', pool: 'render' },
    reason: `#${index + 1}`,
    correlation: 'c',
    after: { ä: '\u2028', n: [1.5, null] },
  }));
  return linkEntries({ chain, number: 0, hash: previous }, entries, sha256);
}

const FEBRUARY = chainOf('p.demo.render.2026-02', 4);
const MARCH = chainOf('p.demo.render.2026-03', 5, FEBRUARY.at(-1)?.hash);
const ALL = [...FEBRUARY, ...MARCH];

const headOf = ({ chain, number, hash }: AuditRecord) => ({ chain, number, hash });
const HEADS = [FEBRUARY, MARCH].map((chain) => headOf(chain.at(-1) as AuditRecord));
const trailer = (records: number, filter: object = {}) => [
  ...HEADS.map((head) => ({ head })),
  { end: { records, filter, archived: [] } },
];

function file(name: string, lines: readonly object[]): string {
  const path = join(folder, name);
  const text = lines
    .map((line) => `${JSON.stringify('hash' in line ? toAuditView(line as AuditRecord) : line)}\n`)
    .join('');
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

async function verify(...parameters: readonly string[]): Promise<FilesVerdict & { readonly code: number }> {
  let output = '';
  const code = await audit(['verify', '--json', ...parameters], (text) => {
    output += text;
  });
  return { ...(JSON.parse(output) as FilesVerdict), code };
}

describe('audit verify', () => {
  it.each<readonly [string, readonly object[]]>([
    ['oldest first', ALL],
    ['newest first', ALL.toReversed()],
    [
      'side by side',
      [0, 1, 2, 3, 4].flatMap((index) => [FEBRUARY[index], MARCH[index]]).filter((one) => one !== undefined),
    ],
    ['with heads', [...ALL, ...trailer(9)]],
    ['newest first with heads', [...ALL.toReversed(), ...trailer(9)]],
  ])('is content with what was written, %s', async (_, lines) => {
    const verdict = await verify(file('sound.jsonl', lines));
    expect(verdict).toMatchObject({ code: 0, ok: true, chains: 2, records: 9, faults: [] });
    expect(await verify(file('sound.jsonl.gz', lines))).toEqual(verdict);
  });

  const without = (number: number) => ALL.filter((one) => !(one.chain.endsWith('03') && one.number === number));
  const edited = (members: Partial<AuditRecord>) =>
    ALL.map((one) => (one.chain.endsWith('03') && one.number === 3 ? { ...one, ...members } : one));
  const hashedAnew = edited({
    ...(linkEntries(
      { ...HEADS[0], chain: MARCH[0]?.chain ?? '', number: 2, hash: MARCH[1]?.hash ?? '' },
      [{ ...(MARCH[2] as AuditRecord), reason: 'nothing to see' }],
      sha256,
    )[0] as AuditRecord),
  });

  it.each<readonly [string, readonly object[], number, string]>([
    ['a record changed', edited({ reason: 'x' }), 3, 'record 3 was changed after it was written'],
    ['a record changed and hashed anew', hashedAnew, 4, 'record 4 is not linked to the record before it'],
    ['a record removed', without(3), 3, 'record 3 is missing, 4 follows'],
    ['a record twice', [...ALL.slice(0, 7), ALL[6] as object, ...ALL.slice(7)], 3, 'record 3 is there once more'],
    ['the last one cut off', [...without(5), ...trailer(8)], 5, 'record 5 is missing: the head says 5'],
    ['the first one removed', [...without(1), ...trailer(8)], 1, 'record 1 is missing'],
    [
      'a link between months broken',
      [...FEBRUARY.slice(0, 3), ...MARCH],
      1,
      'record 1 is not linked to the end of p.demo.render.2026-02',
    ],
  ])('names the first record where there is %s, in both orders', async (_, lines, number, message) => {
    const records = lines.filter((line) => 'hash' in line);
    const rest = lines.slice(records.length);
    for (const order of [lines, [...records.toReversed(), ...rest]]) {
      const { code, faults } = await verify(file('broken.jsonl', order));
      expect(code).toBe(1);
      expect(faults).toEqual([
        expect.objectContaining({ chain: 'p.demo.render.2026-03', number, message: expect.stringContaining(message) }),
      ]);
    }
  });

  it('says on which line of which file', async () => {
    const path = file('line.jsonl', edited({ reason: 'x' }));
    expect((await verify(path)).faults[0]).toMatchObject({ file: path, line: 7, record: 'p.demo.render.2026-03/3' });
  });

  it('takes several files for one, such as those of the archive', async () => {
    const files = [file('february.jsonl.gz', FEBRUARY), file('march.jsonl', MARCH)];
    expect(await verify(...files)).toMatchObject({ code: 0, chains: 2, records: 9 });
  });

  it('needs a head to see that the end was cut off, and says so', async () => {
    const cut = file('cut.jsonl', ALL.slice(0, -1));
    const { code, notes } = await verify(cut);
    expect([code, notes]).toEqual([0, [expect.stringContaining('no head is known')]]);
    const head = HEADS[1];
    const { faults } = await verify(cut, '--head', `${head?.chain}=${head?.number}:${head?.hash}`);
    expect(faults).toEqual([expect.objectContaining({ number: 5, message: 'record 5 is missing: the head says 5' })]);
    const heads = join(folder, 'heads.json');
    writeFileSync(heads, JSON.stringify({ heads: HEADS, cursor: null }));
    expect((await verify(cut, '--heads', heads)).faults).toEqual(faults);
  });

  it('sees that a whole chain is missing, by its head', async () => {
    const { faults } = await verify(file('chain.jsonl', [...FEBRUARY, ...trailer(4)]));
    expect(faults).toEqual([expect.objectContaining({ chain: 'p.demo.render.2026-03', number: 1 })]);
  });

  it('sees that records are not as many as the end says', async () => {
    const { faults } = await verify(file('count.jsonl', [...ALL, ...trailer(10)]));
    expect(faults).toEqual([expect.objectContaining({ message: 'the file has 9 records, and its end says 10' })]);
  });

  it('does not take an export of a filter for a proof', async () => {
    const some = file('some.jsonl', [...without(2), ...trailer(8, { action: 'start' })]);
    expect((await verify(some)).faults).toEqual([
      expect.objectContaining({ message: expect.stringContaining('filtered by action') }),
    ]);
  });

  it('says where a span begins within a chain', async () => {
    const part = file('part.jsonl', [...MARCH.slice(2), ...trailer(3, { from: '2026-03-02T12:02:00Z' })]);
    const { code, notes } = await verify(part);
    expect([code, notes[0]]).toEqual([0, expect.stringContaining('begins at record 3')]);
  });

  it.each([
    ['a line that is none', '{"a":1}\n'],
    ['a line that was cut off', '{"id":"p.demo.ren'],
    ['a record of another name', `${JSON.stringify({ ...toAuditView(MARCH[0] as AuditRecord), id: 'x/1' })}\n`],
  ])('does not pass over %s', async (_, text) => {
    const path = join(folder, 'odd.jsonl');
    writeFileSync(path, text);
    expect((await verify(path)).faults).toEqual([
      expect.objectContaining({ line: 1, message: 'this line is no record' }),
    ]);
  });

  it.each<readonly [string, readonly string[], RegExp]>([
    ['no file', [], /missing required argument 'file'/],
    ['a file that is not there', ['/nowhere.jsonl'], /there is no file/],
    ['a head that is none', ['x', '--head', 'abc'], /CHAIN=NUMBER:HASH/],
  ])('is misused with %s', async (_, parameters, message) => {
    await expect(verify(...parameters)).rejects.toThrow(message);
  });

  it('is misused with CSV', async () => {
    const path = join(folder, 'a.csv');
    writeFileSync(path, 'id,at\r\n');
    await expect(verify(path)).rejects.toThrow(/JSON Lines/);
  });
});

describe('audit export', () => {
  const run = (...parameters: readonly string[]) => {
    let output = '';
    return Promise.resolve(
      audit(['export', '--app', app.url('/').href, '--key', 'k', ...parameters], (text) => {
        output += text;
      }),
    ).then((code) => ({ code, output }));
  };

  it('asks the app for what is asked for, with the heads that make it provable', async () => {
    app.answer = { text: 'one\ntwo\n' };
    expect(await run('--pool', 'render', '--order', 'oldest')).toEqual({ code: 0, output: 'one\ntwo\n' });
    const { url, headers } = app.requests.at(-1) ?? {};
    expect(url).toBe('/api/audit/export?format=jsonl&heads=true&pool=render&order=oldest');
    expect(headers?.['x-functions-key']).toBe('k');
    const path = join(folder, 'out.csv');
    expect(await run('--format', 'csv', '-o', path)).toEqual({ code: 0, output: '' });
    expect(app.requests.at(-1)?.url).toBe('/api/audit/export?format=csv');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  });

  it('is misused with a file that cannot be written', async () => {
    app.answer = { text: 'one\ntwo\n' };
    await expect(run('-o', join(folder, 'none', 'out.jsonl'))).rejects.toThrow(/out\.jsonl could not be written/);
  });

  it('fails where the app says no, and where it breaks off', async () => {
    app.answer = { status: 400, text: '{}' };
    expect((await run()).code).toBe(1);
    app.answer = (_, response) => {
      response.writeHead(200).write('one\n', () => response.destroy());
      return undefined;
    };
    expect(await run()).toEqual({ code: 1, output: 'one\n' });
    await expect(audit(['export', '--app', 'x'], () => undefined)).rejects.toThrow(/--app/);
    await expect(audit(['exprot'], () => undefined)).rejects.toThrow(/'audit export' or 'audit verify'/);
  });
});
