import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { type MessageFaults, readMessageFaults } from './runner/message-faults.ts';
import type { LocalOptions } from './start-local.ts';

/** The options of `npm start`. */
export type LocalArguments = Omit<LocalOptions, 'log'> & { readonly json: boolean };

/** The port options, by listener. */
export const PORT_OPTIONS = {
  app: 'port',
  emulator: 'emulator-port',
  blob: 'blob-port',
  queue: 'queue-port',
  table: 'table-port',
} as const satisfies Record<keyof LocalOptions['ports'], string>;

/**
 * Parses the options of `npm start`; `--help` is answered on standard output, and the process ends.
 * @throws CommanderError for unknown options or invalid values
 */
export function readArguments(parameters: readonly string[]): LocalArguments {
  const options = usage()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const { speed, data, trace, json, messageFaults, storageFaults, ...given } = options
    .parse(parameters, { from: 'user' })
    .opts();
  return {
    speed,
    data,
    trace,
    messageFaults,
    storageFaults,
    // `npm start --json`, without `--` before it, is also an option of npm, which passes it on in this variable.
    json: json === true || process.env['npm_config_json'] === 'true',
    ports: {
      app: given.port,
      emulator: given.emulatorPort,
      blob: given.blobPort,
      queue: given.queuePort,
      table: given.tablePort,
    },
  };
}

function usage() {
  return new Command('npm start --')
    .description('Starts the emulator, a local Azure Storage, the app and a demonstration on one virtual clock.')
    .helpOption('--help', 'show this text')
    .option('--speed <number>', 'virtual seconds per second; 1 is real time, 60 is an hour per minute', speedOf, 60)
    .option('--data <dir>', 'stores all data in this folder, and resumes from it (in memory)')
    .option('--trace <file>', 'demand from a recorded log, FILE.csv or FILE.csv.gz (generated)')
    .option('--port <number>', 'of the app; 0 is any free one, here and below', portOf, 7071)
    .option('--emulator-port <number>', 'of the Batch emulator', portOf, 7080)
    .option('--blob-port <number>', 'of Azurite', portOf, 10_000)
    .option('--queue-port <number>', 'of Azurite', portOf, 10_001)
    .option('--table-port <number>', 'of Azurite', portOf, 10_002)
    .option(
      '--message-faults <shares>',
      'faults of queue messages: double=0.1,late=0.1,poison=0.01,reorder=1,seed=7',
      faultsOf,
    )
    .option('--storage-faults', 'starts a proxy for the storage; POST its faults to /_storage/faults of each service')
    .option('--json', 'prints one line of JSON when it is ready');
}

function faultsOf(text: string): MessageFaults {
  try {
    return readMessageFaults(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('A whole number from 0 to 65535 is expected.');
}

function speedOf(text: string): number {
  const speed = Number(text);
  if (text.trim() !== '' && speed >= 0 && speed <= 100_000) return speed;
  throw new InvalidArgumentError('A number from 0 to 100000 is expected.');
}
