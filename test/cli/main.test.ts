import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../src/cli/commands.ts';
import { main } from '../../src/cli/main.ts';

async function run(...parameters: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await main(parameters, {
    out: (text) => {
      out += text;
    },
    error: (text) => {
      error += text;
    },
  });
  return { code, out, error };
}

const NAMES = COMMANDS.map(({ name }) => name);

describe('the command line', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each(['--help', '-h', 'help'])('lists every command for %s', async (asked) => {
    const { code, out, error } = await run(asked);
    expect([code, error]).toEqual([0, '']);
    for (const { name, summary } of COMMANDS) expect(out).toContain(`  ${name.padEnd(13)}${summary}\n`);
  });

  it('lists them on standard error where no command is named', async () => {
    const { out } = await run('--help');
    expect(await run()).toEqual({ code: 2, out: '', error: out });
  });

  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await run('--version')).toEqual({ code: 0, out: `${version}\n`, error: '' });
  });

  it.each(NAMES)('shows how %s is called', async (name) => {
    const { code, out, error } = await run(name, '--help');
    expect([code, error]).toEqual([0, '']);
    expect(out).toMatch(/^Usage: /);
    // A group of commands lists them; node-health, which also stands alone, has its own text.
    if (!['audit', 'profile', 'node-health'].includes(name))
      expect(out).toContain(`\nExample:\n  npx lamplighter ${name} `);
  });

  it.each([
    [['chek'], "lamplighter: there is no command 'chek'; 'npx lamplighter --help' lists the commands"],
    [['toString'], "lamplighter: there is no command 'toString'; 'npx lamplighter --help' lists the commands"],
    [['--jsn'], "lamplighter: unknown option '--jsn'; 'npx lamplighter --help' lists the commands"],
    [
      ['check', '--jsn', 'FILE'],
      "lamplighter check: unknown option '--jsn' (Did you mean --json?); see 'npx lamplighter check --help'",
    ],
    [['check'], "lamplighter check: missing required argument 'file'; see 'npx lamplighter check --help'"],
    [['check', 'none.json'], 'lamplighter check: there is no file none.json'],
    [['check', '.'], 'lamplighter check: . is a folder'],
    [['explain', 'demo'], "lamplighter explain: 'demo' is not ACCOUNT/POOL"],
    [['audit'], "lamplighter audit: 'audit export' or 'audit verify' is expected"],
    [
      ['preview', 'FILE', '--days', '0'],
      "lamplighter preview: option '--days <number>' argument '0' is invalid. A whole number from 1 to 100000 is expected; see 'npx lamplighter preview --help'",
    ],
  ])('says in one line what is wrong with %j', async (parameters, line) => {
    expect(await run(...parameters)).toEqual({ code: 2, out: '', error: `${line}\n` });
  });

  it('shows no function key among the defaults', async () => {
    vi.stubEnv('LAMPLIGHTER_KEY', 'secret');
    expect((await run('explain', '--help')).out).not.toContain('secret');
  });
});
