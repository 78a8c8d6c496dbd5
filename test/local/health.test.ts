import { execFile } from 'node:child_process';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };

let local: Local;
beforeAll(async () => {
  await buildChangedApp();
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
  // In London it is nine then, and office hours.
  await local.advance(Temporal.Duration.from({ hours: 3 }));
});
afterAll(() => local?.close());

/** What a monitor does: the code with which a shell ends after asking. */
function monitor(query = ''): Promise<{ readonly code: number; readonly said: string }> {
  const url = `${local.app}/api/accounts/${local.account}/pools/render-linux/health${query}`;
  const script = 'if curl -fsS -H "x-functions-key: $KEY" "$URL"; then exit 0; else exit 1; fi';
  return new Promise((resolve) => {
    execFile('sh', ['-c', script], { env: { ...process.env, KEY: local.functionKey, URL: url } }, (error, stdout) =>
      resolve({ code: error === null ? 0 : 1, said: stdout }),
    );
  });
}

async function control(name: string, body: object): Promise<void> {
  const response = await fetch(`${local.emulator}/_emulator/${name}`, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(200);
}

describe('a monitor in a shell', () => {
  it('is well with what the timer has collected, and alarmed when nodes are not', async () => {
    const well = await monitor();
    expect(well.code).toBe(0);
    expect(JSON.parse(well.said)).toMatchObject({ status: 'pass' });
    const outcome = { outcome: 'failed', message: 'https://vault.vault.azure.net/secrets/x does not resolve' };
    await control('extensions', { pool: 'render-linux', name: 'secretext', ...outcome });
    await local.advance(Temporal.Duration.from({ minutes: 7 }));
    expect((await monitor()).code).toBe(1);
    expect((await monitor('?minHealthy=0%')).code).toBe(0);
  });
});
