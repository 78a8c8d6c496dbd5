import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { TableClient } from '@azure/data-tables';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };

let local: Local;
const lines: string[] = [];
let folder: string;
beforeAll(async () => {
  process.env['LAMPLIGHTER_AUDIT_MONTHS'] = '1';
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-audit-'));
  await buildChangedApp();
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: (_level, message) => void lines.push(message) });
  await local.advance(Temporal.Duration.from({ hours: 3 }));
});
afterAll(async () => {
  delete process.env['LAMPLIGHTER_AUDIT_MONTHS'];
  rmSync(folder, { recursive: true, force: true });
  await local?.close();
});

/** `npx lamplighter audit …` in a process of its own. */
function audit(...parameters: readonly string[]): Promise<{ readonly code: number; readonly said: string }> {
  const env = { ...process.env, LAMPLIGHTER_APP: local.app, LAMPLIGHTER_KEY: local.functionKey };
  return new Promise((resolve) => {
    execFile(process.execPath, ['bin/lamplighter.mjs', 'audit', ...parameters], { env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr }),
    );
  });
}

async function ask(path: string) {
  const response = await fetch(`${local.app}/api/${path}`, { headers: { 'x-functions-key': local.functionKey } });
  return JSON.parse(await response.text());
}

it('a history is exported and proven offline, and a record that is edited behind its back is named', async () => {
  const file = join(folder, 'history.jsonl');
  expect(await audit('export', '-o', file)).toEqual({ code: 0, said: '' });
  const sound = await audit('verify', file, '--json');
  const { records, chains } = JSON.parse(sound.said);
  expect([sound.code, JSON.parse(sound.said).notes]).toEqual([0, []]);
  expect(records).toBeGreaterThan(20);
  expect(await ask('audit/verify')).toMatchObject({ ok: true, chains, faults: [], cursor: null });
  const heads = await ask('audit/heads?limit=1000');
  expect(heads.heads).toHaveLength(chains);

  const table = TableClient.fromConnectionString(local.storage, 'Audit', { allowInsecureConnection: true });
  const [start] = (await ask('audit?action=start&phase=intent&order=oldest&limit=1')).records;
  for await (const { partitionKey = '', rowKey = '', ...row } of table.listEntities()) {
    if (partitionKey !== start.chain || !rowKey.startsWith('r.') || row['number'] !== start.number) continue;
    await table.updateEntity({ partitionKey, rowKey, actor: 'nobody' }, 'Merge');
  }
  const fault = { chain: start.chain, number: start.number, record: start.id };
  const verdict = await ask('audit/verify');
  expect(verdict).toMatchObject({ ok: false, faults: [fault] });
  expect(verdict.faults).toHaveLength(1);
  expect((await audit('export', '-o', file, '--order', 'oldest')).code).toBe(0);
  const named = await audit('verify', file);
  expect(named.code).toBe(1);
  expect(named.said).toContain(`${start.id} record ${start.number} was changed after it was written`);
});

it('the timer moves a month that is long over to the archive, but for a chain that does not hold, and all stays provable', async () => {
  const before = await ask('audit/verify');
  const [fault] = before.faults;
  const body = JSON.stringify({ advance: 'P92D' });
  expect((await fetch(`${local.emulator}/_emulator/clock`, { method: 'POST', body })).status).toBe(200);
  const headers = { 'x-functions-key': local.functionKey };
  const run = await fetch(`${local.app}/admin/functions/archive-audit`, { method: 'POST', headers, body: '{}' });
  expect(run.status).toBe(202);
  // The timer works in the background, chain by chain; the one that does not hold stays.
  for (;;) {
    const { records, archived = [] } = await ask('audit?limit=1000&to=2026-04-01');
    const chains = new Set(records.map(({ chain }: { chain: string }) => chain));
    if (archived.includes('2026-03') && chains.size === 1 && chains.has(fault.chain)) break;
    await setTimeout(100);
  }
  const verdict = await ask('audit/verify');
  expect(verdict).toMatchObject({ ok: false, faults: [fault] });
  expect(verdict.records).toBeGreaterThan(before.records);
  // The alert depends on it.
  const alerting = lines.filter((line) => line.includes('"event":"verification"') && line.includes('"ok":false'));
  expect(alerting.join('\n')).toContain(`${fault.chain} was not moved: the chain does not verify`);
});
