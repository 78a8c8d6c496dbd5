import { parseArgs } from 'node:util';
import { Temporal } from 'temporal-polyfill';
import { type EmulatorOptions, startEmulator } from './start-emulator.ts';

const USAGE = `Usage: npm run emulator -- [options]
  --port N          where it listens on 127.0.0.1; 0 is any free port (7080)
  --account NAME    the Batch account (demo)
  --key BASE64      its shared key (a well-known one)
  --speed N         virtual seconds a second; 0 stops the clock, POST /_emulator/clock moves it (1)
  --start INSTANT   the virtual time to begin with (now)
  --seed N          what is left to chance (1)
  --file FILE       keeps the world in a file, and goes on from it
  --tls-cert FILE   certificate, and
  --tls-key FILE    key in PEM: speak https
  --json            one line for machines once it is ready
`;

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    account: { type: 'string' },
    key: { type: 'string' },
    speed: { type: 'string' },
    start: { type: 'string' },
    seed: { type: 'string' },
    file: { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(USAGE);
} else {
  await run(values);
}

async function run({ account, key, start, file, json, ...rest }: typeof values): Promise<void> {
  const emulator = await startEmulator({
    ...numbers(rest),
    ...tls(rest),
    account: { ...(account !== undefined && { name: account }), ...(key !== undefined && { key }) },
    ...(start !== undefined && { start: Temporal.Instant.from(start) }),
    ...(file !== undefined && { file }),
  });
  const ready = {
    ready: true,
    emulator: emulator.url,
    account: emulator.account.name,
    accountKey: emulator.account.key,
  };
  process.stdout.write(
    json ? `${JSON.stringify(ready)}\n` : `Azure Batch emulator on ${emulator.url}, account ${emulator.account.name}\n`,
  );
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void emulator.close().then(() => process.exit(0)));
}

function numbers({ port, speed, seed }: Pick<typeof values, 'port' | 'speed' | 'seed'>): EmulatorOptions {
  return {
    ...(port !== undefined && { port: numberOf('port', port) }),
    ...(speed !== undefined && { speed: numberOf('speed', speed) }),
    ...(seed !== undefined && { seed: numberOf('seed', seed) }),
  };
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new Error(`--${name} ${text}: a number from 0 on is expected.`);
  return number;
}

function tls({
  'tls-cert': certificate,
  'tls-key': key,
}: Pick<typeof values, 'tls-cert' | 'tls-key'>): EmulatorOptions {
  if (certificate === undefined && key === undefined) return {};
  if (certificate === undefined || key === undefined) throw new Error('--tls-cert and --tls-key belong together.');
  return { tls: { certificate, key } };
}
