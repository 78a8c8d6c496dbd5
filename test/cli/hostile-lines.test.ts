import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildCli } from '../../scripts/build-cli.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { main } from '../../src/cli/main.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-lines-'));
  vi.stubEnv('LAMPLIGHTER_PROFILES', join(folder, 'profiles.json'));
  writeFileSync(join(folder, 'broken.json'), '{"id": ');
  writeFileSync(join(folder, 'log.csv'), 'submit_s,runtime_s,nodes,user\n0,600,2,a\n');
  writeFileSync(join(folder, 'list.json'), '[]');
  writeFileSync(join(folder, 'wrong.json'), '{"id":"a","timeZone":"Nowhere","windows":[{}]}');
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

async function run(line: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  let said = '';
  const say = (text: unknown) => {
    said += String(text);
    return true;
  };
  const error = vi.spyOn(process.stderr, 'write').mockImplementation(say);
  const code = await main(line, { out: say, error: say });
  error.mockRestore();
  return { code, said };
}

/** Nobody listens there. */
const NOBODY = ['--app', 'http://127.0.0.1:9'];
const POOL = 'demo/render';

/** FOLDER stands for a folder that has some files. */
const LINES: readonly (readonly [code: number, line: readonly string[]])[] = [
  // what is there to be read
  ...COMMANDS.map(({ name }) => [0, [name, '--help']] as const),
  ...[
    ['audit', 'export'],
    ['audit', 'verify'],
    ['profile', 'set'],
  ].map((name) => [0, [...name, '--help']] as const),
  [0, ['schema', 'rule']],
  [0, ['completion', 'fish']],
  [0, ['profile', 'list']],
  [0, ['import', 'off-hours', 'off=(M-F,19);on=(M-F,7);tz=pt', '--pool', 'render']],
  // faults in documents
  [1, ['check', 'FOLDER/broken.json']],
  [1, ['check', 'FOLDER/list.json']],
  [1, ['check', 'FOLDER/wrong.json']],
  [1, ['preview', 'FOLDER/wrong.json']],
  [1, ['import', 'off-hours', 'nonsense', '--pool', 'render']],
  // files that are none
  ...['check', 'preview', 'put'].flatMap((name) => [
    [2, [name, 'FOLDER/none.json']] as const,
    [2, [name, 'FOLDER']] as const,
    [2, [name, '']] as const,
  ]),
  [2, ['put', 'FOLDER/broken.json']],
  [2, ['put', 'FOLDER/list.json']],
  [2, ['audit', 'verify', 'FOLDER/none.jsonl']],
  [2, ['audit', 'verify', 'FOLDER']],
  [2, ['import', 'autoscale', 'FOLDER/none.txt', '--pool', 'render']],
  [2, ['plan', '--policy', 'FOLDER/none.json']],
  [2, ['replay', '--trace', 'FOLDER/none.csv', '--policy', 'FOLDER/none.json']],
  // options and operands that are none
  ...COMMANDS.map(({ name }) => [2, [name, '--no-such-option']] as const),
  [2, []],
  [2, ['']],
  [2, ['__proto__']],
  [2, ['constructor']],
  [2, ['audit', 'constructor']],
  [2, ['profile', '__proto__']],
  [2, ['chek']],
  [2, ['\u0000']],
  [2, ['schema', 'pool']],
  [2, ['completion', 'tcsh']],
  [2, ['preview', 'a.json', '--days', '1e9']],
  [2, ['preview', 'a.json', '--from', '2026-02-30']],
  [2, ['replay', '--trace', 'FOLDER/log.csv', '--time-zone', 'Mars']],
  [2, ['start', POOL, '--reason', 'r', '--count', '-1']],
  [2, ['start', POOL, '--reason', 'r', '--count', '1', '--all']],
  [2, ['announce', POOL, '--slots', '0', '--by', 'tomorrow']],
  [2, ['announce', POOL, '--slots', '0x10', '--by', 'tomorrow']],
  [2, ['override', POOL, '--min', '4']],
  [2, ['override', POOL, '--end', '--min', '4']],
  [2, ['savings', '--format', 'pdf']],
  [2, ['replay']],
  [2, ['profile', 'remove', 'none']],
  [2, ['profile', 'remove', 'toString']],
  [2, ['profile', 'set', '--app', 'nowhere']],
  [2, ['profile', 'set', '--app', 'ftp://127.0.0.1']],
  [2, ['profile', 'set', '__proto__', '--app', 'http://127.0.0.1:9']],
  [2, ['profile', 'set', '', '--app', 'http://127.0.0.1:9']],
  // apps that are none
  [2, ['explain', POOL, '--profile', 'none']],
  [2, ['explain', POOL, '--app', 'nowhere']],
  [2, ['explain', POOL, '--app', 'ftp://127.0.0.1']],
  [2, ['explain', 'demo', ...NOBODY]],
  [2, ['explain', POOL, ...NOBODY]],
  [2, ['explain', POOL, ...NOBODY, '--key', 'a\nb']],
  [2, ['savings', ...NOBODY]],
  [2, ['watch', '--once', ...NOBODY]],
  [2, ['undo', '1', ...NOBODY]],
  [2, ['audit', 'export', ...NOBODY]],
  [2, ['recommend', '--pool', POOL, ...NOBODY]],
  [2, ['replay', '--pool', POOL, ...NOBODY]],
];

describe('a command line', () => {
  it.each(LINES)('ends with exit code %i and without a stack: %j', async (expected, line) => {
    const { code, said } = await run(line.map((word) => word.replace('FOLDER', folder)));
    expect({ code, said }).toEqual({ code: expected, said: expect.not.stringMatching(/^ +at |unexpectedly/m) });
    expect(said === '' && line[1] !== 'list').toBe(false);
  });
});

describe('an option without effect', () => {
  it.each([
    [['preview', 'a.json', '--from', '2026-03-29T05:00'], 'A date such as 2026-03-01 is expected'],
    [['savings', '--format', 'csv', '--json'], "'--json' cannot be used with option '--format <format>'"],
    [['start', POOL, '--reason', 'r', '--all', '--dry-run', '--follow'], '--dry-run requests nothing'],
    [['recommend', '--pool', POOL, '--force', ...NOBODY], '--out is missing'],
    [['import', 'off-hours', 'off=(M-F,19);on=(M-F,7);tz=pt', '--pool', 'render', '--force'], '--out is missing'],
    [['override', POOL, '--end', '--min', '2', ...NOBODY], '--end takes no other option'],
    [['replay', '--pool', POOL, '--nodes', '4', '--burn-in', '0'], '--nodes, --burn-in: only with --trace'],
    [['replay', '--trace', 'a.csv', '--key', 'k'], '--key: only with --pool'],
  ])('is refused: %j', async (line, why) => {
    expect(await run(line)).toEqual({ code: 2, said: expect.stringContaining(why) });
  });
});

/** Tells on standard error that standard input is there to be read. */
const TELL = `const there = Object.getOwnPropertyDescriptor(process, 'stdin');
Object.defineProperty(process, 'stdin', {
  get() {
    if (!process.stderr.told) process.stderr.write('reading');
    process.stderr.told = true;
    return there.get.call(process);
  },
});`;

describe('standard input', () => {
  it('is waited for, however late it comes', async () => {
    await buildCli();
    const tell = `data:text/javascript,${encodeURIComponent(TELL)}`;
    // A pipe of a shell: what Node gives its children is a socket, which behaves otherwise.
    const line = [process.execPath, '--import', tell, 'bin/lamplighter.mjs', 'check', '-'];
    const child = spawn('sh', ['-c', 'cat | "$@"', 'sh', ...line]);
    const ended = once(child, 'exit');
    const out = text(child.stdout);
    const [first] = await once(child.stderr, 'data');
    child.stdin.end(readFileSync('examples/schedules/office-hours.json'));
    const rest = await text(child.stderr);
    expect({ code: (await ended)[0], out: await out, error: `${first}${rest}` }).toEqual({
      code: 0,
      out: '1 file, 0 errors\n',
      error: 'reading',
    });
  });
});
