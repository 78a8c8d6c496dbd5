import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { Temporal } from 'temporal-polyfill';
import type { RawRequest } from './http/raw.ts';

/** One line of a log. */
export type LogEntry =
  /** The first: what the world began with. */
  | { readonly kind: 'world'; readonly start: string; readonly seed: number }
  /** A request that may have changed the world, with its virtual instant; one to the data plane with its account. */
  | { readonly kind: 'request'; readonly at: string; readonly account?: string; readonly request: RawRequest }
  /** How far the clock has come. */
  | { readonly kind: 'time'; readonly at: string };

/**
 * Everything that changed a world, in a file. A world is its seed and what was asked of it: played again from the
 * beginning, the requests give the same world. Each line is handed to the operating system before the request is
 * answered, so that it outlives a process that is killed.
 */
export interface RequestLog {
  readonly entries: readonly LogEntry[];
  append(entry: LogEntry): void;
  close(): void;
}

/** Opens a log to read what it has and to go on writing; makes it if it is not there. */
export function openRequestLog(file: string): RequestLog {
  const descriptor = openSync(file, 'a+');
  const text = readFileSync(file, 'utf8');
  // A last line without an end was cut off by a crash, and so its request was never answered.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) ftruncateSync(descriptor, Buffer.byteLength(whole));
  const lines = whole.split('\n').slice(0, -1);
  return {
    entries: lines.map((line) => JSON.parse(line) as LogEntry),
    append: (entry) => void writeSync(descriptor, `${JSON.stringify(entry)}\n`),
    close: () => closeSync(descriptor),
  };
}

/** The instant of the last entry that has one. */
export function lastInstant(entries: readonly LogEntry[]): Temporal.Instant | undefined {
  const last = entries.findLast((entry) => entry.kind !== 'world');
  return last === undefined ? undefined : Temporal.Instant.from(last.at);
}
