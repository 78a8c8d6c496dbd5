import type { BrowserContextOptions, Page } from 'playwright-core';

/** A picture for the documents, at the clock of the tests, which stands. */
export interface Screenshot extends Pick<BrowserContextOptions, 'viewport' | 'colorScheme'> {
  readonly name: string;
  readonly view: string;
  readonly heading: string;
  /** Only a part of the page. */
  readonly part?: string;
  /** What is done before. */
  readonly show?: (page: Page) => Promise<unknown>;
}

/** The pictures of the documents. */
export const SCREENSHOTS: readonly Screenshot[] = [
  { name: 'pools', view: '/pools', heading: 'Pools of demo', viewport: { width: 1280, height: 720 } },
  {
    name: 'pool',
    view: '/pools/demo/render-linux',
    heading: 'Audit log of render-linux',
    viewport: { width: 1280, height: 900 },
    show: (page) => page.locator('.chart canvas').waitFor(),
  },
  {
    name: 'node',
    part: '.node-detail',
    view: '/pools/demo/render-linux',
    heading: 'Audit log of render-linux',
    viewport: { width: 1280, height: 900 },
    show: async (page) => {
      await page.locator('.tile').first().click();
      await page.getByText('secretext').waitFor();
    },
  },
  {
    name: 'act',
    view: '/pools/demo/simulations',
    heading: 'Audit log of simulations',
    colorScheme: 'dark',
    show: async (page) => {
      await page.locator('.chart canvas').waitFor();
      await page.getByRole('button', { name: 'Keep on until' }).click();
      await page.getByLabel('Nodes, or a share').fill('20');
      await page.getByText('20 nodes are requested').waitFor();
    },
  },
  {
    name: 'schedule',
    view: '/schedules/london-office?week=2026-03-23',
    heading: 'Edit london-office',
    viewport: { width: 1280, height: 900 },
    show: async (page) => {
      const text = page.getByLabel('JSON');
      await text.fill((await text.inputValue()).replace('18:30', '20:00'));
      await page.getByText('as typed, not saved').waitFor();
      await page.evaluate('scrollTo(0, 0)');
    },
  },
  {
    name: 'replay',
    view: '/pools/demo/training/replay?policy=idle-10',
    heading: 'What would have hurt under idle 10 min',
    viewport: { width: 1280, height: 1400 },
  },
  {
    name: 'replay-timeline',
    part: 'section[aria-labelledby="replay-timeline"]',
    view: '/pools/demo/training/replay?policy=idle-10',
    heading: 'What would have hurt under idle 10 min',
    show: (page) => page.locator('.waits button').nth(1).click(),
  },
  { name: 'audit', view: '/audit', heading: 'Audit log' },
  {
    name: 'savings',
    view: '/savings?group=pool&days=7',
    heading: 'Savings',
    viewport: { width: 1280, height: 540 },
    show: (page) => page.getByRole('table').first().waitFor(),
  },
  {
    name: 'phone',
    view: '/pools/demo/render-linux',
    heading: 'Audit log of render-linux',
    viewport: { width: 390, height: 844 },
    colorScheme: 'dark',
  },
];
