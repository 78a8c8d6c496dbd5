import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';

/** npm and all that it starts are a group of processes of their own. */
let npm: ChildProcess | undefined;
beforeAll(() => buildChangedApp());
afterEach(() => {
  if (npm?.pid !== undefined && membersOf(npm.pid).length > 0) process.kill(-npm.pid, 'SIGKILL');
});

const ANY_PORTS = ['--port', '--emulator-port', '--blob-port', '--queue-port', '--table-port'].flatMap((name) => [
  name,
  '0',
]);
const EMULATOR = ['run', 'emulator'];

interface Npm {
  readonly group: number;
  readonly process: ChildProcess;
  /** What is on standard output when it is ready, or at the end. */
  readonly output: () => string;
}

/** Runs npm as far as `isSeen` says of its standard output. */
async function run(parameters: readonly string[], isSeen: (output: string) => boolean): Promise<Npm> {
  const { npm_config_json: _, npm_lifecycle_event: __, ...env } = process.env;
  const child = spawn('npm', parameters, { detached: true, stdio: ['ignore', 'pipe', 'ignore'], env });
  npm = child;
  let output = '';
  for await (const piece of child.stdout.iterator({ destroyOnReturn: false })) {
    output += String(piece);
    if (isSeen(output)) break;
  }
  // It is read on: whatever writes to a pipe that nobody reads ends by that alone.
  child.stdout.resume();
  if (child.pid === undefined) throw new Error('npm has not been started.');
  return { group: child.pid, process: child, output: () => output };
}

/** Processes of a group, as Linux lists them. */
function membersOf(group: number): readonly string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && groupOf(name) === group);
}

/** In `/proc/PID/stat` the name stands in brackets; the group is the third word behind it. */
function groupOf(pid: string): number | undefined {
  try {
    const words = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '').trim().split(' ');
    return words[0] === 'Z' ? undefined : Number(words[2]);
  } catch {
    return undefined;
  }
}

async function untilNoneOf(group: number): Promise<void> {
  while (membersOf(group).length > 0) await new Promise(setImmediate);
}

const isLine = (output: string) => output.includes('\n');

describe.skipIf(process.platform !== 'linux')('npm', () => {
  it.each([
    ['start --json', ['start', '--json', '--', ...ANY_PORTS]],
    ['start --silent -- --json', ['start', '--silent', '--', '--json', ...ANY_PORTS]],
    ['run emulator --json', [...EMULATOR, '--json', '--', '--port', '0']],
  ])('%s prints one line and nothing before it', async (_, parameters) => {
    const { group, process: child, output } = await run(parameters, isLine);
    expect(JSON.parse(output())).toMatchObject({ ready: true });
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await untilNoneOf(group);
  });

  it.each([
    ['start', ['start', '--json', '--', ...ANY_PORTS]],
    ['run emulator', [...EMULATOR, '--json', '--', '--port', '0']],
  ] as const)('%s ends all that it has started, whatever ends it', async (_, parameters) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
      const { group, process: child } = await run(parameters, isLine);
      expect(membersOf(group).length).toBeGreaterThanOrEqual(2);
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
      await untilNoneOf(group);
    }
  });

  it('closes what it has opened, though Ctrl-C comes from the terminal and from npm', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lamplighter-npm-'));
    const { group } = await run(['start', '--json', '--', '--data', folder, ...ANY_PORTS], isLine);
    expect(readdirSync(folder)).toContain('in-use.json');
    process.kill(-group, 'SIGINT');
    await untilNoneOf(group);
    expect(readdirSync(folder)).not.toContain('in-use.json');
    rmSync(folder, { recursive: true });
  });

  it('ends what is still starting as well', async () => {
    // The banner comes before the shell: at the first line nothing is ready.
    const { group, process: child } = await run(['start', '--', ...ANY_PORTS], isLine);
    for (let members = membersOf(group); !members.some(isApp); members = membersOf(group)) {
      if (members.length === 0) throw new Error('npm start has ended by itself.');
      await new Promise(setImmediate);
    }
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await untilNoneOf(group);
  });

  it.each(['src/local/main.ts', 'src/emulator/main.ts'])(
    '%s ends where npm has ended before it began',
    async (script) => {
      const command = `"$0" bin/run.mjs ${script} ${script.includes('local') ? ANY_PORTS.join(' ') : '--port 0'}`;
      // $$ is the first shell also in the second one, which waits for its end.
      const child = spawn('sh', ['-c', `(while kill -0 $$ 2>&-; do :; done; exec ${command}) &`, process.execPath], {
        detached: true,
        stdio: 'ignore',
        env: { ...process.env, npm_lifecycle_event: 'start' },
      });
      npm = child;
      await once(child, 'exit');
      await untilNoneOf(child.pid ?? Number.NaN);
    },
  );
});

/** Has Node begun to run the script? */
function isApp(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('node\0bin/run.mjs\0src/local/main.ts');
  } catch {
    return false;
  }
}
