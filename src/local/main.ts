import { parseArgs } from 'node:util';
import { buildApp } from './build-app.ts';
import { type Local, type LocalOptions, startLocal } from './start-local.ts';

const USAGE = `Usage: npm start -- [options]
  --speed N             virtual seconds a second; 1 is real time (60: an hour a minute)
  --data DIR            keeps everything there, and goes on from it (in memory)
  --trace FILE          demand from a recorded log, FILE.csv or FILE.csv.gz (generated)
  --port N              the app (7071); 0 is any free port, here and below
  --emulator-port N     the Batch emulator (7080)
  --blob-port N         Azurite (10000)
  --queue-port N        Azurite (10001)
  --table-port N        Azurite (10002)
  --json                one line for machines once it is ready
`;

const { values } = parseArgs({
  options: {
    speed: { type: 'string', default: '60' },
    data: { type: 'string' },
    trace: { type: 'string' },
    port: { type: 'string', default: '7071' },
    'emulator-port': { type: 'string', default: '7080' },
    'blob-port': { type: 'string', default: '10000' },
    'queue-port': { type: 'string', default: '10001' },
    'table-port': { type: 'string', default: '10002' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(USAGE);
else await run();

async function run(): Promise<void> {
  const options = readOptions();
  await buildApp();
  const local = await startLocal(options);
  process.stdout.write(values.json ? `${readyLine(local)}\n` : greeting(local));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void local.close().then(() => process.exit(0)));
  }
}

function readOptions(): LocalOptions {
  const { data, trace, json } = values;
  return {
    speed: numberOf('speed'),
    ports: {
      app: numberOf('port'),
      emulator: numberOf('emulator-port'),
      blob: numberOf('blob-port'),
      queue: numberOf('queue-port'),
      table: numberOf('table-port'),
    },
    data,
    trace,
    // Standard output is for machines where they have asked for it.
    log: logTo(json ? process.stderr : process.stdout),
  };
}

function numberOf(name: 'speed' | 'port' | `${'emulator' | 'blob' | 'queue' | 'table'}-port`): number {
  const text = values[name];
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new Error(`--${name} ${text}: a number from 0 on is expected.`);
}

const SHOWN = new Set(['information', 'warning', 'error', 'critical']);

function logTo(stream: NodeJS.WritableStream): LocalOptions['log'] {
  return (level, message) => {
    if (SHOWN.has(level)) stream.write(level === 'information' ? `${message}\n` : `${level}: ${message}\n`);
  };
}

function readyLine({ app, functionKey, emulator, account, accountKey, storage }: Local): string {
  return JSON.stringify({ ready: true, app, functionKey, emulator, account, accountKey, storage });
}

function greeting({ app, functionKey, emulator, account, now }: Local): string {
  return `Lamplighter looks after the Batch account '${account}'. It is ${now()}; Ctrl-C ends everything.

  dashboard  ${app}/api/dashboard#code=${functionKey}
  pools      ${app}/api/accounts/${account}/pools?code=${functionKey}
  history    ${app}/api/audit?code=${functionKey}
  savings    ${app}/api/savings?code=${functionKey}
  health     ${app}/api/health?code=${functionKey}
  emulator   ${emulator}/_emulator/journal

`;
}
