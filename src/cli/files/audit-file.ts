import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { END_LINE, type EndLine, HEAD_LINE, type HeadLine } from '../../app/audit/export-trailer.ts';
import type { AuditRecord } from '../../core/audit/record.ts';
import { fromAuditView } from '../../ports/audit-view.ts';
import { linesOf } from '../../ports/lines.ts';
import { Misuse } from '../terminal/misuse.ts';
import { unreadable } from './document-file.ts';

/** A parsed line of an export. */
export type AuditLine =
  | { readonly kind: 'record'; readonly line: number; readonly record: AuditRecord }
  | { readonly kind: 'head'; readonly line: number; readonly head: HeadLine['head'] }
  | { readonly kind: 'end'; readonly line: number; readonly end: EndLine['end'] }
  | { readonly kind: 'unreadable'; readonly line: number };

/**
 * Reads a file of JSON Lines, one line at a time; `-` is standard input, `.gz` is compressed.
 * @throws Misuse if the file cannot be read, or is CSV
 */
export async function* readAuditFile(file: string): AsyncGenerator<AuditLine> {
  let line = 0;
  try {
    for await (const text of linesOf(open(file))) {
      line += 1;
      if (line === 1 && text.startsWith('id,')) {
        throw new Misuse(`${file} is CSV, which cannot be verified: export it as JSON Lines.`);
      }
      if (text.trim() !== '') yield readLine(text, line);
    }
  } catch (error) {
    throw failureOf(error, file, line);
  }
}

function failureOf(error: unknown, file: string, line: number): Misuse {
  if (error instanceof Misuse) return error;
  if (line === 0) return unreadable(file, error);
  return new Misuse(`${file} cannot be read after line ${line}: ${(error as Error).message}`);
}

function open(file: string): Readable {
  if (file === '-') return process.stdin;
  const bytes = createReadStream(file);
  // The reader of the pipeline gets its errors.
  return file.endsWith('.gz') ? pipeline(bytes, createGunzip(), () => {}) : bytes;
}

function readLine(text: string, line: number): AuditLine {
  const value = json(text);
  const record = fromAuditView(value);
  if (record !== undefined) return { kind: 'record', line, record };
  const head = HEAD_LINE.safeParse(value);
  if (head.success) return { kind: 'head', line, ...head.data };
  const end = END_LINE.safeParse(value);
  return end.success ? { kind: 'end', line, ...end.data } : { kind: 'unreadable', line };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
