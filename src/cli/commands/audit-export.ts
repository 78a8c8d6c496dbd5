import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option } from '@commander-js/extra-typings';
import { linesOf } from '../../ports/lines.ts';
import { fetchFromApp, readAnswer, refusalText } from '../terminal/app-client.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';
import { withApp } from '../terminal/running-app.ts';

/** Parameters of the route, by the names of their options. */
const FILTERS = {
  account: 'of this account',
  pool: 'of this pool',
  node: 'of this node',
  document: 'of this document',
  action: 'start, deallocate, override, …',
  actor: 'who acted',
  phase: 'intent, outcome or event',
  outcome: 'the result of an act: accepted, unneeded, refused, gone, failed, unknown',
  correlation: 'all records of one request',
  from: 'the first instant',
  to: 'the instant after the last',
  order: 'oldest or newest, which come first (newest)',
} as const;

const FILTER_NAMES = Object.keys(FILTERS) as readonly (keyof typeof FILTERS)[];

const exportUsage = () => {
  const line = withApp(
    usage('audit export', 'Fetches the audit log of a running app.', '--from 2026-02-01T00:00:00Z -o audit.jsonl'),
  )
    .addOption(
      new Option('--format <format>', 'JSON Lines, which can be verified, or CSV')
        .choices(['jsonl', 'csv'])
        .default('jsonl'),
    )
    .option('-o, --output <file>', 'writes to a file');
  for (const name of FILTER_NAMES) line.option(`--${name} <value>`, FILTERS[name]);
  return line;
};

type Filters = Partial<Record<keyof typeof FILTERS, string>>;

/**
 * `audit export`: fetches records from a running app, as JSON Lines for `audit verify`, or as CSV. Exit code 1 if the app
 * refuses or the response breaks off; in that case what was written is incomplete.
 */
export const auditExport = command(exportUsage, async ({ options, write }) => {
  const { format, output } = options;
  const response = await fetchFromApp(options, { path: 'audit/export', query: queryOf(format, options as Filters) });
  const { body } = response;
  if (response.status !== 200 || body === null) {
    process.stderr.write(refusalText(await readAnswer(response)));
    return 1;
  }
  const archived = response.headers.get('lamplighter-archived');
  if (archived !== null) process.stderr.write(`Not in this ${format} file, but in the archive: ${archived}\n`);
  const bytes = Readable.fromWeb(body);
  const file = output === undefined ? undefined : await opened(output, bytes);
  try {
    if (file === undefined) for await (const line of linesOf(bytes)) write(`${line}\n`);
    else await pipeline(bytes, file.createWriteStream());
    return 0;
  } catch (error) {
    process.stderr.write(`The export broke off (${(error as Error).message}): what has arrived is not all of it.\n`);
    return 1;
  }
});

/** Opens a file for some bytes, which nobody waits for any longer if it cannot be written. @throws Misuse */
async function opened(output: string, bytes: Readable): Promise<FileHandle> {
  try {
    return await open(output, 'w');
  } catch (error) {
    bytes.destroy();
    throw new Misuse(`${output} could not be written: ${(error as Error).message}`);
  }
}

function queryOf(format: string, filters: Filters): Readonly<Record<string, string | undefined>> {
  const named = Object.fromEntries(FILTER_NAMES.map((name) => [name, filters[name]]));
  return { format, ...(format === 'jsonl' && { heads: 'true' }), ...named };
}
