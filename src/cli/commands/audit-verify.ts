import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import * as z from 'zod';
import type { FileFault } from '../../app/audit/file-proof.ts';
import type { ChainEnd } from '../../core/audit/chain.ts';
import { counted } from '../../core/text/counted.ts';
import { fromAnchorLine } from '../../ports/anchor-line.ts';
import type { Anchor } from '../../ports/audit-anchors.ts';
import { type FilesVerdict, verifyFiles } from '../files/verify-files.ts';
import { command, usage } from '../terminal/command.ts';
import { Misuse } from '../terminal/misuse.ts';

const verifyUsage = () =>
  usage('audit verify', 'Verifies exports of the audit log, without the app.', 'audit-2026-02.jsonl')
    .argument('<file...>', 'JSON Lines, plain or .gz; - is standard input')
    .option('--head <chain=number:hash>', 'the head of a chain, known from elsewhere; may be repeated', addHead, [])
    .option('--heads <file>', 'an answer of audit/heads')
    .option('--anchors <file>', 'a file of the container lamplighter-audit-anchors')
    .option('--json', 'the verdict for machines');

/**
 * `audit verify FILE…`: verifies exports of the audit log, without the app. Exit code 1 if it finds a fault, such as a record
 * that was changed, removed or added.
 */
export const auditVerify = command(verifyUsage, async ({ operands: [files], options, write }) => {
  const heads = [...options.head, ...(options.heads === undefined ? [] : headsIn(options.heads))];
  const anchors = options.anchors === undefined ? [] : anchorsIn(options.anchors);
  const verdict = await verifyFiles(files, { heads, anchors });
  write(options.json ? `${JSON.stringify(verdict)}\n` : shown(verdict));
  return verdict.ok ? 0 : 1;
});

function addHead(text: string, heads: readonly ChainEnd[]): readonly ChainEnd[] {
  return [...heads, toHead(text)];
}

function toHead(text: string): ChainEnd {
  const [, chain, number, hash] = /^([\w.-]+)=(\d{1,10}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (chain === undefined || number === undefined || hash === undefined) {
    throw new InvalidArgumentError('CHAIN=NUMBER:HASH is expected.');
  }
  return { chain, number: Number(number), hash };
}

const HEADS = z.object({
  heads: z.array(z.object({ chain: z.string(), number: z.int(), hash: z.string(), archive: z.string().optional() })),
});

/** The heads in a saved response of `audit/heads`. */
function headsIn(file: string): readonly ChainEnd[] {
  try {
    return HEADS.parse(JSON.parse(readFileSync(file, 'utf8'))).heads;
  } catch (error) {
    throw new Misuse(`--heads ${file}: an answer of audit/heads is expected (${(error as Error).message}).`);
  }
}

/** The ends of chains in a file that the app has written, one a line. */
function anchorsIn(file: string): readonly Anchor[] {
  try {
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => {
      const anchor = fromAnchorLine(line);
      if (anchor === undefined) throw new Error(`not an anchor: ${line.slice(0, 60)}`);
      return anchor;
    });
  } catch (error) {
    throw new Misuse(`--anchors ${file}: lines of anchors are expected (${(error as Error).message}).`);
  }
}

function shown({ ok, chains, records, faults, notes }: FilesVerdict): string {
  const verdict = ok ? 'every record is there and as it was written' : counted(faults.length, 'fault');
  return [
    ...faults.map(lineOf),
    ...notes.map((note) => `note: ${note}`),
    `${counted(records, 'record')} of ${counted(chains, 'chain')}: ${verdict}`,
    '',
  ].join('\n');
}

function lineOf({ file, line, chain, record, message }: FileFault): string {
  const place = [file, line].filter((part) => part !== undefined).join(':');
  return [place, record ?? chain, message].filter((part) => part !== undefined && part !== '').join(' ');
}
