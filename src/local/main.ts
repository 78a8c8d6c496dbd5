import { styleText } from 'node:util';
import { CommanderError } from '@commander-js/extra-typings';
import { orderlyEnd } from '../emulator/orderly-end.ts';
import { type LocalArguments, PORT_OPTIONS, readArguments } from './arguments.ts';
import { buildChangedApp } from './build-app.ts';
import { expectFreePorts } from './free-ports.ts';
import { logText } from './log-text.ts';
import { type Local, type LocalOptions, startLocal } from './start-local.ts';
import { type StatusLine, statusLine } from './status-line.ts';
import { watchStatus } from './watch-status.ts';

// If the reader of a pipe has closed it, the app must go on running.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

// At once, because npm may end while everything is still starting.
const ending = orderlyEnd();

try {
  await run(readArguments(process.argv.slice(2)));
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exit(0);
  process.stderr.write(`npm start: ${describe(error)}\n`);
  // What was started before the failure would keep the process alive.
  process.exit(2);
}

async function run({ json, ...given }: LocalArguments): Promise<void> {
  await expectFreePorts(
    Object.fromEntries(
      Object.entries(PORT_OPTIONS).map(([name, option]) => [option, given.ports[name as keyof LocalOptions['ports']]]),
    ),
  );
  // With `--json`, standard output is for machines only.
  const line = statusLine(json ? process.stderr : process.stdout);
  const step = (text: string) => json || line.say(`${text}\n`);
  step('Building the app, where its source has changed …');
  await buildChangedApp();
  step('Starting the emulator, a local Azure Storage and the app …');
  let acts = 0;
  const log = logTo(line, (message) => {
    acts += countsAsAct(message) ? 1 : 0;
  });
  const local = await startLocal({ ...given, log });
  let stopStatus = () => {};
  // Before it is reported as ready, because a reader may end it at once.
  ending.closeFirst(async () => {
    stopStatus();
    await local.close();
  });
  if (json) {
    process.stdout.write(`${readyLine(local)}\n`);
    return;
  }
  line.say(greeting(local));
  stopStatus = watchStatus(local, line, () => acts);
}

function describe(error: unknown): string {
  if (error instanceof CommanderError) {
    return `${error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')} ('npm start -- --help' shows the options)`;
  }
  if ((process.env['LAMPLIGHTER_DEBUG'] ?? '') !== '') return String((error as Error).stack);
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' && path !== undefined) return `there is no file ${path}`;
  return message.replaceAll(/\s*\n\s*/g, ' ');
}

const SHOWN = new Set(['information', 'warning', 'error', 'critical']);

function logTo(line: StatusLine, seen: (message: string) => void): LocalOptions['log'] {
  return (level, message) => {
    seen(message);
    const text = SHOWN.has(level) ? logText(message) : undefined;
    if (text !== undefined) line.say(level === 'information' ? `${text}\n` : `${coloured(level)}: ${text}\n`);
  };
}

/** Colours follow NO_COLOR and the abilities of the terminal. */
function coloured(level: string): string {
  return styleText(level === 'warning' ? 'yellow' : 'red', level);
}

/** Batch has accepted a request to start or deallocate a node. */
function countsAsAct(message: string): boolean {
  return /"action":"(?:start|deallocate)"/.test(message) && message.includes('"outcome":"accepted"');
}

function readyLine({ app, functionKey, emulator, account, accountKey, storage }: Local): string {
  return JSON.stringify({ ready: true, app, functionKey, emulator, account, accountKey, storage });
}

function greeting({ app, functionKey, emulator, account, now }: Local): string {
  return `Lamplighter manages the Batch account '${account}'. It is ${now()}; Ctrl-C ends everything.

  dashboard  ${app}/api/dashboard#code=${functionKey}
  pools      ${app}/api/accounts/${account}/pools?code=${functionKey}
  audit log  ${app}/api/audit?code=${functionKey}
  savings    ${app}/api/savings?code=${functionKey}
  health     ${app}/api/health?code=${functionKey}
  emulator   ${emulator}/_emulator/journal

`;
}
