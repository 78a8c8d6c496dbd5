import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Temporal } from 'temporal-polyfill';
import { holdLock } from './file-lock.ts';
import { instantIn } from './inputs/time-schemas.ts';
import type { EmulationOptions } from './options.ts';
import { orderlyEnd } from './orderly-end.ts';
import { type Emulator, type EmulatorOptions, startEmulator } from './start-emulator.ts';

const USAGE = `Usage: npm run emulator -- [options]
  --port N          the port on 127.0.0.1; 0 is any free port (7080)
  --account NAME    the Batch account (demo)
  --key BASE64      its shared key (a published one)
  --tls-cert FILE   certificate, and
  --tls-key FILE    key in PEM: serve https
  --scenario FILE   starts with the accounts, pools, jobs and faults of a file, see docs/emulator-scenario.md
  --speed N         virtual seconds a second; 0 stops the clock until POST /_emulator/clock moves it (1)
  --start INSTANT   the virtual time at the start (now)
  --seed N          the seed of all random values (1)
  --file FILE       stores the world in a file; an existing file continues its world
  --json            prints one line of JSON when the emulator is ready
  --help            this text

Options override the scenario.
`;

const OPTIONS = {
  port: { type: 'string' },
  account: { type: 'string' },
  key: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  scenario: { type: 'string' },
  speed: { type: 'string' },
  start: { type: 'string' },
  seed: { type: 'string' },
  file: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Arguments = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

// A reader that has closed its end of the pipe is no reason to end: the emulator is what was asked for.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// From the beginning on: npm may end while a world is still being read.
const ending = orderlyEnd();

try {
  await run(parseArgs({ options: OPTIONS }).values);
} catch (error) {
  process.stderr.write(`emulator: ${plainWords(error)}\n`);
  process.exitCode = 2;
}

async function run(given: Arguments): Promise<void> {
  if (given.help) {
    process.stdout.write(USAGE);
    return;
  }
  const options = { ...numbers(given), ...tls(given), ...world(given) };
  const unlock = given.file === undefined ? () => undefined : lockFile(given.file);
  const emulator = await startEmulator(options).catch((error: unknown) => {
    unlock();
    throw error;
  });
  ending.closeFirst(() => emulator.close().finally(unlock));
  // `npm run emulator --json`, without `--` before it, is npm's option too, and npm hands it on like this.
  const json = given.json ?? process.env['npm_config_json'] === 'true';
  process.stdout.write(json ? `${JSON.stringify(readiness(emulator))}\n` : greeting(emulator));
}

function lockFile(file: string): () => void {
  if (!existsSync(dirname(resolve(file)))) throw new Error(`--file ${file}: there is no such folder.`);
  return holdLock(`${file}.in-use.json`, { name: `--file ${file}`, kind: 'file' });
}

function readiness({ url, account }: Emulator) {
  return { ready: true, emulator: url, account: account.name, accountKey: account.key };
}

function greeting({ url, accounts }: Emulator): string {
  const names = accounts.map(({ name }) => name).join(', ');
  return `Azure Batch emulator on ${url}, account${accounts.length === 1 ? '' : 's'} ${names}\n`;
}

function world({ account, key, start, file, scenario }: Arguments): EmulationOptions {
  const named = { ...(account !== undefined && { name: account }), ...(key !== undefined && { key }) };
  return {
    ...(Object.keys(named).length > 0 && { account: named }),
    ...(start !== undefined && { start: instantOf(start) }),
    ...(file !== undefined && { file }),
    ...(scenario !== undefined && { scenario: readScenarioFile(scenario) }),
  };
}

function readScenarioFile(file: string): unknown {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`--scenario ${file}: it is not JSON: ${(error as Error).message}`);
  }
}

function instantOf(text: string): Temporal.Instant {
  const instant = instantIn(text);
  if (instant !== undefined) return instant;
  throw new Error(`--start ${text}: an instant such as 2026-03-02T06:00:00Z is expected.`);
}

function numbers({ port, speed, seed }: Arguments): EmulatorOptions {
  return {
    ...(port !== undefined && { port: numberOf('port', port, 65_535) }),
    ...(speed !== undefined && { speed: numberOf('speed', speed, 100_000) }),
    ...(seed !== undefined && { seed: numberOf('seed', seed, Number.MAX_SAFE_INTEGER) }),
  };
}

function numberOf(name: string, text: string, largest: number): number {
  const number = Number(text);
  const isWhole = name === 'speed' || Number.isInteger(number);
  if (text.trim() === '' || !isWhole || !(number >= 0 && number <= largest))
    throw new Error(`--${name} ${text}: a ${name === 'speed' ? '' : 'whole '}number from 0 to ${largest} is expected.`);
  return number;
}

function tls({ 'tls-cert': certificate, 'tls-key': key }: Arguments): EmulatorOptions {
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined) throw new Error('--tls-cert and --tls-key belong together.');
  return { tls: { certificate, key } };
}

/** What went wrong, without the machine's way of saying it. */
function plainWords(error: unknown): string {
  const { code, path, port, message } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken; choose another with --port, 0 for any free one.`;
  if (code === 'EACCES' && port !== undefined) return `Port ${port} may not be used; choose another with --port.`;
  if (code === 'ENOENT') return `There is no file ${path}.`;
  if (path !== undefined) return `${path} cannot be read: ${message}`;
  if (code?.startsWith('ERR_PARSE_ARGS')) return `${message}; 'npm run emulator -- --help' shows the options`;
  if (code?.startsWith('ERR_OSSL')) return `--tls-cert and --tls-key are not a certificate and its key: ${message}`;
  return message;
}
