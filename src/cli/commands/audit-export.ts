import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { linesOf } from '../../app/audit/lines.ts';
import type { Command } from '../command.ts';
import { Misuse } from '../misuse.ts';

const FILTERS = [
  'account',
  'pool',
  'node',
  'document',
  'action',
  'actor',
  'phase',
  'outcome',
  'correlation',
  'from',
  'to',
  'order',
] as const;

const FILTER_OPTIONS = Object.fromEntries(FILTERS.map((name) => [name, { type: 'string' as const }]));

/**
 * `audit export`: fetches records from a running app, as JSON Lines that `audit verify` proves, or as CSV. Exit code 1 if it
 * says no or breaks off, and then what has arrived is not the whole.
 */
export const auditExport: Command = async (parameters, write) => {
  const { values } = parseArgs({
    args: [...parameters],
    options: {
      app: { type: 'string', default: process.env['LAMPLIGHTER_APP'] ?? 'http://127.0.0.1:7071' },
      key: { type: 'string', default: process.env['LAMPLIGHTER_KEY'] ?? '' },
      format: { type: 'string', default: 'jsonl' },
      output: { type: 'string', short: 'o' },
      ...FILTER_OPTIONS,
    },
  });
  const said = values as Readonly<Record<string, string | undefined>>;
  const { app = '', key = '', format = '', output } = said;
  const response = await ask(addressOf(app, said), key);
  const { body } = response;
  if (response.status !== 200 || body === null) {
    process.stderr.write(`${response.status} ${await response.text()}\n`);
    return 1;
  }
  const archived = response.headers.get('lamplighter-archived');
  if (archived !== null) process.stderr.write(`Not in this ${format} file, but in the archive: ${archived}\n`);
  try {
    const bytes = Readable.fromWeb(body);
    if (output === undefined) for await (const line of linesOf(bytes)) write(`${line}\n`);
    else await pipeline(bytes, createWriteStream(output));
    return 0;
  } catch (error) {
    process.stderr.write(`The export broke off (${(error as Error).message}): what has arrived is not all of it.\n`);
    return 1;
  }
};

function addressOf(app: string, said: Readonly<Record<string, string | undefined>>): URL {
  if (!URL.canParse('api/audit/export', app)) {
    throw new Misuse(`--app ${app}: an address such as http://127.0.0.1:7071 is expected.`);
  }
  const url = new URL('api/audit/export', app);
  url.searchParams.set('format', said['format'] ?? '');
  if (said['format'] === 'jsonl') url.searchParams.set('heads', 'true');
  for (const name of FILTERS) {
    const value = said[name];
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

async function ask(url: URL, key: string): Promise<Response> {
  try {
    return await fetch(url, { headers: { 'x-functions-key': key } });
  } catch (error) {
    throw new Misuse(
      `${url.origin} does not answer (${((error as Error).cause as Error | undefined)?.message ?? error}).`,
    );
  }
}
