import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';
import { PATIENCE_MS } from '../support/patience.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };

/** What somebody may write who wants to do harm. */
const HOSTILE = '<img src=x onerror="document.title=`harmed`"><script>document.title=`harmed`</script>';

if (CHROMIUM === undefined) process.stdout.write('No Chromium is installed: the dashboard is not looked at.\n');

describe.skipIf(CHROMIUM === undefined)('the dashboard in a browser', () => {
  let local: Local;
  let browser: Browser;
  const complaints: string[] = [];

  beforeAll(async () => {
    await buildChangedApp();
    local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
    await local.advance(Temporal.Duration.from({ hours: 3 }));
    browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
    const response = await fetch(`${local.app}/api/accounts/demo/pools/render-linux/override`, {
      method: 'PUT',
      headers: { 'x-functions-key': local.functionKey, 'content-type': 'application/json' },
      body: JSON.stringify({ capacity: { min: 3 }, until: '2026-03-03T12:00:00Z', note: HOSTILE }),
    });
    expect(response.status).toBeLessThan(300);
    await local.advance(Temporal.Duration.from({ minutes: 2 }));
  });

  afterAll(async () => {
    await browser?.close();
    await local?.close();
  });

  afterEach(() => {
    expect(complaints.splice(0)).toEqual([]);
  });

  /** Opens the page; whatever it asks of others than the app, and whatever the browser complains of, is a fault. */
  async function open(address: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('request', (request) => {
      const isOurs = request.url().startsWith(`${local.app}/api/`) || request.url() === 'data:,';
      if (!isOurs) complaints.push(`asks ${request.url()}`);
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      // A pool without an override, a document that is not valid yet, one that somebody else has saved.
      const isMeant = /status of (?:400|401|404|412)|ERR_INTERNET_DISCONNECTED/.test(message.text());
      if (message.type() === 'error' && !isMeant) complaints.push(message.text());
    });
    await page.goto(`${local.app}/api/${address}`);
    return page;
  }

  function withKey(): string {
    return `dashboard#code=${local.functionKey}`;
  }

  function rowOf(page: Page) {
    return page.getByRole('region', { name: 'Pools of demo' }).getByRole('row', { name: /render-linux/ });
  }

  it('shows the pools as the app has them, with the time of the app', async () => {
    const page = await open(withKey());
    const row = rowOf(page);
    await row.waitFor();
    expect(await row.innerText()).toMatch(/3 (running|idle)|[12] running, [12] idle/);
    expect(await row.innerText()).toContain('3 off');
    const answer = await fetch(`${local.app}/api/accounts/demo/pools`, {
      headers: { 'x-functions-key': local.functionKey },
    });
    const { pools } = (await answer.json()) as { readonly pools: readonly unknown[] };
    await page
      .locator('tr[aria-rowindex]')
      .nth(pools.length - 1)
      .waitFor();
    expect(await page.locator('tr[aria-rowindex]').count()).toBe(pools.length);
    expect(await page.locator('header time').innerText()).toBe('Mon 2 Mar 09:02');
    await page.context().close();
  });

  it('takes the key out of the address, and keeps it in the tab only', async () => {
    const page = await open(`dashboard#/pools/demo/render-linux?range=7d&code=${local.functionKey}`);
    await rowOf(page).waitFor();
    expect(page.url()).toBe(`${local.app}/api/dashboard#/pools/demo/render-linux?range=7d`);
    expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
    expect(
      await page.evaluate(
        'JSON.stringify([Object.values(sessionStorage), Object.values(localStorage), document.cookie])',
      ),
    ).toBe(JSON.stringify([[local.functionKey], [], '']));
    await page.reload();
    await page.getByRole('button', { name: '7 days', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Forget key' }).click();
    await page.getByLabel('Function key').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await page.context().close();
  });

  it('asks for a key where it has none, and says that a wrong one is', async () => {
    const page = await open('dashboard');
    await page.getByLabel('Function key').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'does not take this key' }).waitFor();
    await page.getByLabel('Function key').fill(local.functionKey);
    await page.keyboard.press('Enter');
    await rowOf(page).waitFor();
    await page.context().close();
  });

  it('shows of a pool its time, its nodes, its savings and its audit log, without a mouse', async () => {
    const page = await open(withKey());
    await page.getByRole('link', { name: 'simulations', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /0 of 8 nodes on/ }).waitFor();
    await page.getByRole('link', { name: 'render-linux', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /3 of 6 nodes on at 2026-03-02T09:02/ }).waitFor();
    expect(await page.locator('.chart canvas').count()).toBe(1);
    await page.getByText(/^Before Mon 2 Mar 06:\d\d nothing is known of the pool/).waitFor();
    await page.getByText('The same as a table').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Nodes on' }).getByRole('cell', { name: '3', exact: true }).first().waitFor();
    await page.getByText('less 3 restarts, paid for before they were ready').waitFor();
    const tiles = page.getByRole('region', { name: 'Why its nodes are as they are' }).locator('.tile');
    expect(await tiles.count()).toBe(6);
    expect(await page.locator('.tile[tabindex="0"]').count()).toBe(1);
    await page.locator('.tile[tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('Everything recorded about it').waitFor();
    expect(page.url()).toContain('node=');
    const audit = page.getByRole('region', { name: 'Audit log of render-linux' });
    const evaluation = audit
      .getByRole('listitem')
      .filter({ hasText: '3 nodes on: window "weekdays" of london-office' });
    await evaluation.getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await evaluation.getByText('start accepted').first().waitFor();
    await page.context().close();
  });

  it('shows what an act does before it is done, follows it, and takes it back from the audit log', async () => {
    const page = await open(`${withKey()}`);
    await page.getByRole('link', { name: 'simulations', exact: true }).click();
    await page.getByRole('button', { name: 'Keep on until' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nodes, or a share').fill('20');
    await dialog.getByText('At the next evaluation').waitFor();
    await dialog.getByText('20 nodes are asked for, and the pool has 8').waitFor();
    await dialog.getByLabel('Why, for the audit log').fill('the test');
    await dialog.getByRole('button', { name: 'Keep on' }).click();
    await dialog.getByText('Done. This is what comes of it').waitFor();
    await dialog.getByText('overridden until').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^Overridden by http:function-key/).waitFor();
    const record = page.getByRole('listitem').filter({ hasText: 'the test' }).first();
    await record.getByRole('button', { name: /^Undo/ }).click();
    await dialog.getByText('Undo: the override of simulations ends').waitFor();
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('It was taken back').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^Overridden by http:function-key/).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('puts everything to observe, says so, and ends it', async () => {
    const page = await open(withKey());
    await rowOf(page).getByText('enforce').waitFor();
    await page.getByRole('button', { name: 'Emergency stop' }).click();
    await page.getByRole('dialog').getByLabel('Why, for the audit log').fill('the test');
    await page.getByRole('button', { name: 'Stop everything' }).click();
    await page.getByText(/^Emergency stop since Mon 2 Mar 09:02 by http:function-key: the test/).waitFor();
    await rowOf(page).getByText('observe', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'End the emergency stop' }).click();
    await page.getByRole('button', { name: 'End the stop' }).click();
    await rowOf(page).getByText('enforce').waitFor();
    await page.context().close();
  });

  it('checks a document while it is typed, and keeps what was typed when somebody else has saved', async () => {
    const page = await open(`dashboard#/policies/reports?code=${local.functionKey}`);
    const text = page.getByLabel('JSON');
    const original = await text.inputValue();
    await text.fill(original.replace('"enforce"', '"sometimes"'));
    await page.getByText('$.mode').waitFor();
    const typed = original.replace('"enforce"', '"observe"');
    await text.fill(typed);
    await page.getByText('Something changes for 1 pool: reports-windows.').waitFor();
    const address = `${local.app}/api/policies/reports`;
    const headers = { 'x-functions-key': local.functionKey, 'content-type': 'application/json' };
    const etag = (await fetch(address, { headers })).headers.get('etag') ?? '';
    const other = JSON.stringify({ ...JSON.parse(original), idle: { timeout: 'PT1H' } });
    await fetch(address, { method: 'PUT', headers: { ...headers, 'if-match': etag }, body: other });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('has been changed since').waitFor();
    expect(await text.inputValue()).toBe(typed);
    await page.locator('.difference .removed', { hasText: 'PT1H' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    const versions = page.getByRole('region', { name: 'Versions of reports' });
    await versions.getByRole('button', { name: /^Undo/ }).nth(2).waitFor();
    await page.context().close();
  });

  it('makes only the rows in sight of a thousand pools, and one stop for the tab key of a thousand nodes', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.route('**/api/accounts/demo/pools', async (route) => {
      const { pools } = await (await route.fetch()).json();
      const many = Array.from({ length: 1000 }, (_, index) => ({
        ...pools[index % pools.length],
        id: `pool-${index}`,
      }));
      await route.fulfill({ json: { account: 'demo', pools: many } });
    });
    await page.route('**/explain', async (route) => {
      const body = await (await route.fetch()).json();
      const decisions = Array.from({ length: 1000 }, (_, index) => ({ ...body.decisions[0], node: `node-${index}` }));
      await route.fulfill({ json: { ...body, decisions } });
    });
    await page.goto(`${local.app}/api/${withKey()}`);
    await page.getByText('1000 pools').waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    await page.getByLabel('Search').fill('pool-99');
    await page.getByText('11 of 1000 pools').waitFor();
    expect(page.url()).toContain('q=pool-99');
    await page.goto(`${local.app}/api/dashboard#/pools/demo/simulations`);
    await page.locator('.tile').nth(999).waitFor();
    expect(await page.locator('.tile[tabindex="0"]').count()).toBe(1);
    await context.close();
  });

  it('shows what somebody has written as text, whatever it is', async () => {
    const page = await open(`dashboard#/pools/demo/render-linux?code=${local.functionKey}`);
    const audit = page.getByRole('region', { name: 'Audit log of render-linux' });
    await audit.getByText(HOSTILE).first().waitFor();
    expect(await page.title()).toBe('Lamplighter');
    expect(await page.locator('img, iframe, table script').count()).toBe(0);
    await page.context().close();
  });

  it('is one file of less than 150 kB on its way', async () => {
    const page = await (await fetch(`${local.app}/api/dashboard`)).text();
    expect(gzipSync(page).length).toBeLessThan(150_000);
  });

  it('offers the sign-in of the platform where it has no key', async () => {
    const page = await open('dashboard#/audit');
    const link = page.getByRole('link', { name: 'Sign in' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe(
      '/.auth/login/aad?post_login_redirect_uri=%2Fapi%2Fdashboard%23%2Faudit',
    );
    await page.context().close();
  });

  it('says when the app does not answer, keeps what it knows, and goes on once it does', async () => {
    const page = await open('dashboard');
    await page.clock.install();
    await page.getByLabel('Function key').fill(local.functionKey);
    await page.keyboard.press('Enter');
    await rowOf(page).waitFor();
    await page.context().setOffline(true);
    await page.clock.runFor(6000);
    const words = page.getByText(
      'The app does not answer. What is shown is as of Mon 2 Mar 09:02. The page tries again.',
    );
    await words.waitFor();
    expect(await page.getByText('cannot be asked for').count()).toBe(0);
    expect(await rowOf(page).innerText()).toContain('3 off');
    await page.context().setOffline(false);
    await page.clock.runFor(11_000);
    await words.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it.each([
    ['a phone', { viewport: { width: 390, height: 800 } }],
    ['a screen at 200 %', { viewport: { width: 640, height: 400 } }],
    ['a screen', { viewport: { width: 1280, height: 800 } }],
    ['a screen with forced colours', { viewport: { width: 1280, height: 800 }, forcedColors: 'active' }],
  ] as const)('fits %s, and has nothing that axe objects to', async (_, options) => {
    for (const [view, seen] of [
      ['/pools', 'Pools of demo'],
      ['/pools/demo/render-linux', 'Audit log of render-linux'],
      ['/schedules/london-office', 'Week of london-office Europe/London'],
      ['/audit', 'Audit log'],
      ['/savings', 'Savings'],
    ] as const) {
      const page = await open(`dashboard#${view}?code=${local.functionKey}`, options);
      await page.getByRole('heading', { name: seen, exact: true }).waitFor();
      await page.waitForLoadState('networkidle');
      expect(await page.evaluate('document.documentElement.scrollWidth'), view).toBe(options.viewport.width);
      await page.evaluate(axe.source);
      expect(await page.evaluate(VIOLATIONS), view).toEqual([]);
      await page.context().close();
    }
  });

  it('can be read in the light and in the dark', async () => {
    const colours: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(withKey(), { colorScheme });
      await rowOf(page).waitFor();
      const pairs = (await page.evaluate(CONTRASTS)) as readonly (readonly [string, number])[];
      expect(pairs.length).toBeGreaterThan(10);
      expect(pairs.filter(([, contrast]) => contrast < 4.5)).toEqual([]);
      colours.push(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')));
      await page.context().close();
    }
    expect(new Set(colours).size).toBe(2);
  });
});

/** What axe objects to, a line for each rule. */
const VIOLATIONS = `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ' ' + nodes.map(({ html }) => html.slice(0, 100))))`;

/** The contrast of each text to what is behind it, as WCAG 2.2 counts it; 4.5 is what text of this size needs. */
const CONTRASTS = `(() => {
  const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  };
  const behind = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const { backgroundColor } = getComputedStyle(one);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('#page *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .map((element) => {
      const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].sort((x, y) => y - x);
      return [element.textContent.slice(0, 30), (a + 0.05) / (b + 0.05)];
    });
})()`;
