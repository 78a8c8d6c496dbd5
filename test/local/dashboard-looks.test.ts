import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, DashboardBrowser } from './support/dashboard-browser.ts';
import { callsWhile } from './support/draws.ts';
import { CONTRASTS, MEASURE, OVERFLOWING, TAB_STOPS, violations } from './support/page-checks.ts';
import { SCREENSHOTS } from './support/screenshots.ts';

/** Each view with a heading by which it is known to be there. */
const VIEWS = [
  ['/pools', 'Pools of demo'],
  ['/pools/demo/render-linux', 'Audit log of render-linux'],
  ['/pools/demo/training/replay', 'What would have hurt under training'],
  ['/pools/demo/reports-windows/replay', 'Policies tried on reports-windows'],
  ['/schedules', 'Schedules'],
  ['/schedules/london-office?week=2026-03-23', 'Week of london-office Europe/London'],
  ['/policies/render', 'Edit render'],
  ['/audit', 'Audit log'],
  ['/savings', 'Savings'],
  ['/deliveries?new=true', 'A new subscription'],
] as const;

/** A phone, a tablet, a screen at 200 %, a screen. */
const WIDTHS = [360, 640, 768, 1280] as const;

/** Where things stand is the same in every theme, but for borders: what is asked of the others is the narrowest width, and colours. */
const THEMES: readonly (readonly [string, BrowserContextOptions, readonly number[], readonly string[]])[] = [
  ['light', { colorScheme: 'light' }, WIDTHS, []],
  ['dark', { colorScheme: 'dark' }, [360], ['color-contrast']],
  ['forced colours', { forcedColors: 'active' }, [360], ['color-contrast']],
];

/** A day is enough to look at; a picture shows more. */
const RECORDED_DAYS = process.env['LAMPLIGHTER_SCREENSHOTS'] === '1' ? 7 : 1;

const IMAGES = join(import.meta.dirname, '../../docs/images');

describe.skipIf(CHROMIUM === undefined)('how the dashboard looks', () => {
  let seen: DashboardBrowser;

  beforeAll(async () => {
    seen = await DashboardBrowser.start();
    await seen.tryPolicies('training', RECORDED_DAYS);
  });

  afterAll(() => seen?.close());

  afterEach(() => {
    expect(seen.complaints.splice(0)).toEqual([]);
  });

  async function goTo(page: Page, view: string, heading: string): Promise<void> {
    await page.goto(`${seen.local.app}/api/dashboard#${view}`);
    await page.getByRole('heading', { name: heading, exact: true }).first().waitFor();
    await page.waitForLoadState('networkidle');
  }

  it.each(THEMES)('in %s every view fits, and has nothing that axe objects to', async (_, options, widths, rules) => {
    const page = await seen.open(seen.address(), options);
    await page.evaluate(axe.source);
    for (const [view, heading] of VIEWS) {
      await goTo(page, view, heading);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        // A chart follows its place in the frame after the one in which that has changed.
        await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
        const where = `${view} at ${width}`;
        expect(await page.evaluate('document.documentElement.scrollWidth'), where).toBeLessThanOrEqual(width);
        expect(await page.evaluate(OVERFLOWING), where).toEqual([]);
        if (width === 360 || width === 1280) expect(await page.evaluate(violations(...rules)), where).toEqual([]);
      }
    }
    await page.context().close();
  });

  it('can be read in the light and in the dark', async () => {
    const colours: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await seen.open(seen.address(), { colorScheme });
      await page.getByRole('row', { name: /render-linux/ }).waitFor();
      const pairs = (await page.evaluate(CONTRASTS)) as readonly (readonly [string, number])[];
      expect(pairs.length).toBeGreaterThan(10);
      expect(pairs.filter(([, contrast]) => contrast < 4.5)).toEqual([]);
      colours.push(String(await page.evaluate('getComputedStyle(document.body).backgroundColor')));
      await page.context().close();
    }
    expect(new Set(colours).size).toBe(2);
  });

  it('has few stops for the tab key, and a way past its head', async () => {
    const page = await seen.open(seen.address('/audit'));
    await page.locator('.stories > li').nth(20).waitFor();
    expect(await page.evaluate(TAB_STOPS)).toBeLessThan(30);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
    await page.locator('.story button').first().focus();
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(`[...document.querySelectorAll('.story button')].indexOf(document.activeElement)`)).toBe(
      1,
    );
    await page.goto(`${seen.local.app}/api/dashboard#/pools/demo/render-linux`);
    await page.locator('.tile').first().waitFor();
    expect(await page.evaluate(TAB_STOPS)).toBeLessThan(50);
    await page.context().close();
  });

  // With LAMPLIGHTER_SCREENSHOTS=1 they are written to docs/images (npm run screenshots).
  it('gives the pictures of the documents', async () => {
    for (const { name, view, heading, show, part, ...options } of SCREENSHOTS) {
      const page = await seen.open(seen.address(view), { viewport: { width: 1280, height: 800 }, ...options });
      await page.getByRole('heading', { name: heading, exact: true }).first().waitFor();
      await show?.(page);
      await page.waitForLoadState('networkidle');
      const place = part === undefined ? page : page.locator(part);
      const picture = await place.screenshot({ animations: 'disabled', caret: 'hide' });
      expect(picture.length, name).toBeGreaterThan(10_000);
      if (process.env['LAMPLIGHTER_SCREENSHOTS'] === '1') {
        await mkdir(IMAGES, { recursive: true });
        await writeFile(join(IMAGES, `${name}.png`), picture);
      }
      await page.context().close();
    }
  });

  it('makes few elements of a thousand pools, and draws of a thousand nodes only those that change', async () => {
    await seen.addPools({ count: 1000, nodes: 1000 });
    await seen.local.advance(Temporal.Duration.from({ minutes: 15 }));
    const page = await seen.open();
    await page.getByText(/^10\d\d pools$/).waitFor();
    await page.evaluate(MEASURE);
    const elements = async () => Number(await page.evaluate(`document.querySelectorAll('*').length`));
    const took: string[] = [];
    const time = async (name: string, act: string) => {
      took.push(
        `${name} ${Math.round(Number(await page.evaluate(`measure(() => ${act})`)))} ms, ${await elements()} elements`,
      );
    };
    expect(await page.locator('tr[aria-rowindex]').count()).toBeLessThan(60);
    expect(await elements()).toBeLessThan(900);
    await time('search', `type('input[type=search]', 'many-99')`);
    await page.getByText(/^11 of 10\d\d pools$/).waitFor();
    await time('end the search', `type('input[type=search]', '')`);
    await time('order', `choose('Order', 'nodes on')`);
    await time('group', `choose('Group by', 'policy')`);
    await time('scroll', `document.querySelector('.pool-scroll').scrollTo(0, 30000)`);
    await page.locator('tr[aria-rowindex="490"]').waitFor();
    expect(await elements()).toBeLessThan(900);
    const drawn = { tiles: 'tile lamp ' };
    const opened = await callsWhile(page, drawn, async () => {
      await time('open the pool', `(location.hash = '#/pools/demo/wide')`);
      await page.locator('.tile').nth(999).waitFor();
      await page.getByText('node-hours of restarts').waitFor();
    });
    expect(opened).toEqual({ tiles: 1000 });
    expect(await page.locator('.tile[tabindex="0"]').count()).toBe(1);
    // An element a node, and some for the rest of the page.
    expect(await elements()).toBeLessThan(1000 + 900);
    const press = (name: string, index: number) => time(name, `document.querySelectorAll('.tile')[${index}].click()`);
    const chose = await callsWhile(page, drawn, async () => {
      await press('choose a node', 500);
      await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
    });
    expect(chose).toEqual({ tiles: 1 });
    expect(await callsWhile(page, drawn, () => press('choose another', 700))).toEqual({ tiles: 2 });
    expect(await callsWhile(page, drawn, () => press('close the node', 700))).toEqual({ tiles: 1 });
    process.stdout.write(`${took.join('\n')}\n`);
    await page.context().close();
  });
});
