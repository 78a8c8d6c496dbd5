import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import functions from '@azure/functions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageFile } from '../../src/adapters/page-file.ts';
import type { Ports } from '../../src/app/ports.ts';
import { compose } from '../../src/composition.ts';
import { readConfig } from '../../src/config/config.ts';
import { listAccounts } from '../../src/http/accounts.ts';
import { getDashboard } from '../../src/http/dashboard.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import { buildDashboard } from '../../src/local/build-dashboard.ts';
import { call } from '../support/http-call.ts';

const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
const file = join(folder, 'dashboard.html');
const ports: Ports = {
  ...compose(
    readConfig({
      AzureWebJobsStorage: 'UseDevelopmentStorage=true',
      BATCH_ACCOUNTS:
        '[{"name":"demo","endpoint":"https://demo.westeurope.batch.azure.com"},{"name":"other","endpoint":"https://other.westeurope.batch.azure.com"}]',
    }),
  ),
  dashboard: pageFile(file),
};
let page: string;

beforeAll(async () => {
  await buildDashboard(file);
  page = readFileSync(file, 'utf8');
});
afterAll(() => rmSync(folder, { recursive: true }));

async function get() {
  const run = endpoint(() => ports, getDashboard);
  const request = new functions.HttpRequest({ method: 'GET', url: 'http://127.0.0.1/api/dashboard' });
  const context = new functions.InvocationContext({ functionName: 'test', logHandler: () => undefined });
  return new functions.HttpResponse((await run(request, context)) as object);
}

describe('GET dashboard', () => {
  it('gives the page as it was built', async () => {
    const response = await get();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(await response.text()).toBe(page);
  });

  it('lets it run its one script and style and nothing else, and ask nobody but the app', async () => {
    const policy = (await get()).headers.get('content-security-policy') ?? '';
    const hashOf = (text: string | undefined) =>
      `'sha256-${createHash('sha256')
        .update(text ?? '')
        .digest('base64')}'`;
    const [, script] = /<script type="module">(.*)<\/script>/s.exec(page) ?? [];
    const [, style] = /<style>(.*)<\/style>/s.exec(page) ?? [];
    expect(script?.length).toBeGreaterThan(50_000);
    expect(style?.length).toBeGreaterThan(3000);
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `script-src ${hashOf(script)}`,
      `style-src ${hashOf(style)}`,
      "connect-src 'self'",
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ]);
  });

  it('names no address outside the app', () => {
    const addresses = new Set(page.match(/(?:https?:)?\/\/[a-z][\w.-]*\.[a-z]{2,}[^\s"'`)]*/g) ?? []);
    // Names of the markup languages that a browser draws, whose work uPlot is, and the host of an example; nothing is fetched from these.
    const harmless = /www\.w3\.org|github\.com\/leeoniya\/uPlot|^https:\/\/hooks\.example\//;
    expect([...addresses].filter((address) => !harmless.test(address))).toEqual([]);
  });

  it('is a problem that says what to do where the build has left the page out', async () => {
    const answer = await call(getDashboard, { ...ports, dashboard: pageFile(join(folder, 'nothing.html')) });
    expect([answer.status, answer.body.code]).toEqual([503, 'Misconfigured']);
    expect(answer.body.detail).toContain('run npm run build');
  });
});

describe('GET accounts', () => {
  it('names the accounts and the time', async () => {
    const { status, body } = await call(listAccounts, ports);
    expect(status).toBe(200);
    expect(body.accounts).toEqual([{ name: 'demo' }, { name: 'other' }]);
    expect(Number.isNaN(Date.parse(body.now))).toBe(false);
  });
});
