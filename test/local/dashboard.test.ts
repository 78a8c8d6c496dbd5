import { existsSync } from 'node:fs';
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
      const isMeant = /status of 401|ERR_INTERNET_DISCONNECTED/.test(message.text());
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
    expect(await page.getByRole('region', { name: 'Pools of demo' }).getByRole('row').count()).toBe(4);
    expect(await page.locator('header time').innerText()).toBe('Mon 2 Mar 09:02');
    await page.context().close();
  });

  it('takes the key out of the address, and keeps it in the tab only', async () => {
    const page = await open(`${withKey()}&pool=demo%2Frender-linux`);
    await rowOf(page).waitFor();
    expect(page.url()).toBe(`${local.app}/api/dashboard#pool=demo%2Frender-linux`);
    expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
    expect(
      await page.evaluate(
        'JSON.stringify([Object.values(sessionStorage), Object.values(localStorage), document.cookie])',
      ),
    ).toBe(JSON.stringify([[local.functionKey], [], '']));
    await page.reload();
    await rowOf(page).waitFor();
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

  it('shows of a pool its time, its reasons, its savings and its history, without a mouse', async () => {
    const page = await open(withKey());
    await page.getByRole('button', { name: 'simulations' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /0 of 8 nodes on/ }).waitFor();
    await page.getByRole('button', { name: 'render-linux', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: /3 of 6 nodes on at 2026-03-02T09:02/ }).waitFor();
    expect(await page.locator('.chart canvas').count()).toBe(1);
    await page.getByText('The same as a table').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Nodes on' }).getByRole('cell', { name: '3', exact: true }).first().waitFor();
    await page.getByText('less 3 restarts, paid for before they were ready').waitFor();
    expect(await page.locator('.sum').innerText()).toMatch(/^€\d+\.\d\d$/);
    await page.getByRole('region', { name: 'Why its nodes are as they are' }).getByRole('row').nth(6).waitFor();
    const history = page.getByRole('region', { name: 'History of render-linux' });
    await history.getByLabel('only').selectOption('start');
    await history.getByRole('cell', { name: 'start accepted' }).first().waitFor();
    await history
      .getByRole('button', { name: /^The story of/ })
      .first()
      .focus();
    await page.keyboard.press('Enter');
    const story = page.getByRole('region', { name: 'One story' });
    await story.getByRole('cell', { name: 'node started' }).first().waitFor();
    expect(await story.getByRole('row').nth(1).innerText()).toContain('start intended');
    await story.getByRole('button', { name: 'Back to the audit log' }).click();
    await history.waitFor();
    await page.context().close();
  });

  it('shows what somebody has written as text, whatever it is', async () => {
    const page = await open(`${withKey()}&pool=demo%2Frender-linux`);
    const history = page.getByRole('region', { name: 'History of render-linux' });
    await history.getByText(HOSTILE).first().waitFor();
    expect(await page.title()).toBe('Lamplighter');
    expect(await page.locator('img, iframe, table script').count()).toBe(0);
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
    const words = page.getByText('The pools cannot be asked for: The app does not answer. What is shown is older.');
    await words.waitFor();
    expect(await rowOf(page).innerText()).toContain('3 off');
    await page.context().setOffline(false);
    await page.clock.runFor(11_000);
    await words.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it.each([
    ['on a phone', { viewport: { width: 400, height: 800 } }],
    ['on a screen', { viewport: { width: 1280, height: 800 } }],
  ])('fits %s', async (_, options) => {
    const page = await open(`${withKey()}&pool=demo%2Frender-linux`, options);
    await page.locator('.chart canvas').waitFor();
    await page.getByRole('region', { name: 'History of render-linux' }).getByRole('row').nth(3).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.viewport.width);
    await page.context().close();
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
