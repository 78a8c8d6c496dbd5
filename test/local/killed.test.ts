import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAudited, expectNoTaskHurt, history, journal, type ShownRecord } from './support/witness.ts';

interface Ready {
  readonly app: string;
  readonly functionKey: string;
  readonly emulator: string;
}

let folder: string;
let running: ChildProcess | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-killed-'));
});
afterAll(() => {
  running?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<Ready> {
  const ports = ['port', 'emulator-port', 'blob-port', 'queue-port', 'table-port'].flatMap((port) => [
    `--${port}`,
    '0',
  ]);
  running = spawn(process.execPath, ['src/local/main.ts', '--json', '--speed', '120', '--data', folder, ...ports], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  if (running.stdout === null) throw new Error('no output');
  for await (const line of createInterface(running.stdout)) return JSON.parse(line) as Ready;
  throw new Error('It ended before it was ready.');
}

async function kill(): Promise<void> {
  if (running === undefined) return;
  const ended = once(running, 'exit');
  running.kill('SIGKILL');
  await ended;
}

function openIn(records: readonly ShownRecord[]): readonly ShownRecord[] {
  const answered = new Set(records.map(({ intent }) => intent));
  return records.filter(({ phase, id }) => phase === 'intent' && !answered.has(id));
}

/** Looks again and again until something shows. */
async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
  }
}

/** Deallocations fail in one of two ways in the middle of acting: they wait, or they took effect and nobody heard of it. */
const FAULTS = [
  { effect: 'lose-answer', operation: 'Nodes_DeallocateNode', times: 1 },
  { effect: 'refuse', operation: 'Nodes_DeallocateNode', code: 'ServerBusy', retryAfter: 8, times: 1000 },
];

it('closes every intent that a killed process left open, when it is started again on the same data', async () => {
  const first = await start();
  for (const fault of FAULTS) await control(first.emulator, 'POST', fault);
  const left = await until(async () => {
    const open = openIn(await history(first));
    return open.length > 0 ? open : undefined;
  });
  await kill();

  const second = await start();
  await control(second.emulator, 'DELETE');
  const records = await until(async () => {
    const seen = await history(second);
    const after = seen.filter(({ phase, at }) => phase === 'intent' && at > (left[0]?.at ?? ''));
    return openIn(seen).length === 0 && after.length > 3 ? seen : undefined;
  });
  await kill();

  expect(left.length).toBeGreaterThan(0);
  for (const { id } of left) {
    expect(records.filter(({ intent }) => intent === id).map(({ outcome }) => outcome)).toHaveLength(1);
  }

  // What the emulator's journal says after it, too, was killed and started again.
  const third = await start();
  const entries = await journal(third.emulator);
  // What the second kill left open is closed at the next look, too.
  const closed = await until(async () => {
    const seen = await history(third);
    return openIn(seen).length === 0 ? seen : undefined;
  });
  expectAudited(entries, closed);
  expectNoTaskHurt(entries);
});

async function control(emulator: string, method: 'POST' | 'DELETE', fault?: object): Promise<void> {
  const body = fault === undefined ? {} : { body: JSON.stringify(fault) };
  const response = await fetch(`${emulator}/_emulator/faults`, { method, ...body });
  expect(response.status).toBe(200);
}
