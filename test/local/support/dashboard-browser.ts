import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { createArmClient } from '../../../src/adapters/batch/management/arm-client.ts';
import { DEFAULT_ACCOUNT } from '../../../src/emulator/world/defaults.ts';
import { buildChangedApp } from '../../../src/local/build-app.ts';
import { type Local, startLocal } from '../../../src/local/start-local.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { LINUX } from '../../support/pool-bodies.ts';
import { recordDays } from './recorded-days.ts';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Where Chromium is, in the variable CHROMIUM or in a usual place; `undefined` where it is not installed. */
export const CHROMIUM = [process.env['CHROMIUM'] ?? '', ...PLACES].find((file) => existsSync(file));

if (CHROMIUM === undefined) process.stdout.write('No Chromium is installed: the dashboard is not looked at.\n');

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };

/** The whole system on a Monday at nine with a clock that stands, and a browser that looks at its page. */
export class DashboardBrowser {
  readonly local: Local;
  readonly browser: Browser;
  /** Whatever the page asks of others than the app, and whatever the browser complains of. */
  readonly complaints: string[] = [];

  private constructor(local: Local, browser: Browser) {
    this.local = local;
    this.browser = browser;
  }

  static async start(): Promise<DashboardBrowser> {
    await buildChangedApp();
    const local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
    await local.advance(Temporal.Duration.from({ hours: 3 }));
    const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    return new DashboardBrowser(local, browser);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.local.close();
  }

  /** The address of a view with the key in it: `/pools/demo/render-linux?range=7d`. */
  address(view = '/pools'): string {
    return `dashboard#${view}${view.includes('?') ? '&' : '?'}code=${this.local.functionKey}`;
  }

  /** Opens the page in a context of its own. */
  async open(address = this.address(), options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('request', (request) => {
      const isOurs = request.url().startsWith(`${this.local.app}/api/`) || request.url() === 'data:,';
      // A file that the page saves is made in the browser.
      if (!isOurs && !request.url().startsWith('blob:')) this.complaints.push(`asks ${request.url()}`);
    });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      // A pool without an override, a document that is not valid yet, one that somebody else has saved, an act that takes another role, a stop that stands against an act.
      const isMeant = /status of (?:400|401|403|404|409|412|503)|ERR_INTERNET_DISCONNECTED/.test(message.text());
      if (message.type() === 'error' && !isMeant) this.complaints.push(message.text());
    });
    await page.goto(`${this.local.app}/api/${address}`);
    return page;
  }

  /** Asks the app itself. */
  async ask(path: string, method = 'GET', body?: unknown, headers: Readonly<Record<string, string>> = {}) {
    return fetch(`${this.local.app}/api/${path}`, {
      method,
      headers: { 'x-functions-key': this.local.functionKey, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Tries policies on some days of a pool that has recorded as much work, to the end. */
  async tryPolicies(pool: string, days: number): Promise<void> {
    const untilMinute = Math.floor(this.local.now().epochMilliseconds / 60_000);
    const { account, storage } = this.local;
    await recordDays(storage, { pool: { account, poolId: pool }, days, untilMinute });
    await this.ask(`accounts/${account}/pools/${pool}/replay`, 'POST', { days });
    await this.local.advance(Temporal.Duration.from({ minutes: 1 }));
  }

  /** Creates pools without nodes, and one, `wide`, with many. */
  async addPools({ count, nodes }: { readonly count: number; readonly nodes: number }): Promise<void> {
    const { account, accountKey, emulator } = this.local;
    const { subscriptionId, resourceGroup } = DEFAULT_ACCOUNT;
    const arm = createArmClient({
      resourceId: `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Batch/batchAccounts/${account}`,
      armEndpoint: emulator,
      apiVersion: '2024-07-01',
      credential: { account, key: accountKey },
    });
    const names = Array.from({ length: count }, (_, index) => [`many-${index}`, 0] as const);
    for (const [id, targetDedicatedNodes] of [['wide', nodes] as const, ...names]) {
      const properties = { ...LINUX.properties, scaleSettings: { fixedScale: { targetDedicatedNodes } } };
      await arm.createPool(id, { body: { ...LINUX, properties }, correlation: crypto.randomUUID() });
    }
  }
}
