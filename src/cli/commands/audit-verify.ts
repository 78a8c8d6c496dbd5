import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { FileFault } from '../../app/audit/file-proof.ts';
import type { ChainEnd } from '../../core/audit/chain.ts';
import type { Command } from '../command.ts';
import { Misuse } from '../misuse.ts';
import { type FilesVerdict, verifyFiles } from '../verify-files.ts';

const USAGE = 'audit verify FILE… [--head CHAIN=NUMBER:HASH]… [--heads FILE] [--json]; - is standard input';

/** `audit verify FILE…`: proves exports of the history, without the app. Exit code 1 where a record was changed, removed or put in. */
export const auditVerify: Command = async (parameters, write) => {
  const { values, positionals } = parseArgs({
    args: [...parameters],
    options: {
      head: { type: 'string', multiple: true, default: [] },
      heads: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new Misuse(`audit verify needs a file: ${USAGE}`);
  const heads = [...values.head.map(toHead), ...(values.heads === undefined ? [] : headsIn(values.heads))];
  const verdict = await verifyFiles(positionals, heads);
  write(values.json ? `${JSON.stringify(verdict)}\n` : shown(verdict));
  return verdict.ok ? 0 : 1;
};

function toHead(text: string): ChainEnd {
  const [, chain, number, hash] = /^([\w.-]+)=(\d{1,10}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (chain === undefined || number === undefined || hash === undefined) {
    throw new Misuse(`--head ${text}: CHAIN=NUMBER:HASH is expected.`);
  }
  return { chain, number: Number(number), hash };
}

const HEADS = z.object({
  heads: z.array(z.object({ chain: z.string(), number: z.int(), hash: z.string(), archive: z.string().optional() })),
});

/** The heads in an answer of `audit/heads` that somebody has kept. */
function headsIn(file: string): readonly ChainEnd[] {
  try {
    return HEADS.parse(JSON.parse(readFileSync(file, 'utf8'))).heads;
  } catch (error) {
    throw new Misuse(`--heads ${file}: an answer of audit/heads is expected (${(error as Error).message}).`);
  }
}

function shown({ ok, chains, records, faults, notes }: FilesVerdict): string {
  const verdict = ok ? 'every record is there and as it was written' : `${faults.length} faults`;
  return [
    ...faults.map(lineOf),
    ...notes.map((note) => `note: ${note}`),
    `${records} records of ${chains} chains: ${verdict}`,
    '',
  ].join('\n');
}

function lineOf({ file, line, chain, record, message }: FileFault): string {
  const place = [file, line].filter((part) => part !== undefined).join(':');
  return [place, record ?? chain, message].filter((part) => part !== undefined && part !== '').join(' ');
}
