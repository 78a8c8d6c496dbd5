import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { Temporal } from 'temporal-polyfill';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, DashboardBrowser } from './support/dashboard-browser.ts';

/** What somebody may write who wants to do harm. */
const HOSTILE = '<img src=x onerror="document.title=`harmed`"><script>document.title=`harmed`</script>';

describe.skipIf(CHROMIUM === undefined)('the dashboard in a browser', () => {
  let seen: DashboardBrowser;

  beforeAll(async () => {
    seen = await DashboardBrowser.start();
    const override = { capacity: { min: 3 }, until: '2026-03-03T12:00:00Z', note: HOSTILE };
    expect((await seen.ask('accounts/demo/pools/render-linux/override', 'PUT', override)).status).toBeLessThan(300);
    await seen.local.advance(Temporal.Duration.from({ minutes: 2 }));
  });

  afterAll(() => seen?.close());

  afterEach(() => {
    expect(seen.complaints.splice(0)).toEqual([]);
  });

  function rowOf(page: Page) {
    return page.getByRole('region', { name: 'Pools of demo' }).getByRole('row', { name: /render-linux/ });
  }

  it('shows the pools as the app has them, with the time of the app', async () => {
    const page = await seen.open();
    const row = rowOf(page);
    await row.waitFor();
    expect(await row.innerText()).toMatch(/3 (running|idle)|[12] running, [12] idle/);
    expect(await row.innerText()).toContain('3 off');
    const { pools } = (await (await seen.ask('accounts/demo/pools')).json()) as { readonly pools: readonly unknown[] };
    await page
      .locator('tr[aria-rowindex]')
      .nth(pools.length - 1)
      .waitFor();
    expect(await page.locator('tr[aria-rowindex]').count()).toBe(pools.length);
    expect(await page.locator('header time').innerText()).toBe('Mon 2 Mar 09:02');
    await page.context().close();
  });

  it('takes the key out of the address, and keeps it in the tab only', async () => {
    const page = await seen.open(seen.address('/pools/demo/render-linux?range=7d'));
    await rowOf(page).waitFor();
    expect(page.url()).toBe(`${seen.local.app}/api/dashboard#/pools/demo/render-linux?range=7d`);
    expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
    expect(
      await page.evaluate(
        'JSON.stringify([Object.values(sessionStorage), Object.values(localStorage), document.cookie])',
      ),
    ).toBe(JSON.stringify([[seen.local.functionKey], [], '']));
    await page.reload();
    await page.getByRole('button', { name: '7 days', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Forget key' }).click();
    await page.getByLabel('Function key').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
    await page.context().close();
  });

  it('asks for a key where it has none, and says that a wrong one is', async () => {
    const page = await seen.open('dashboard');
    await page.getByLabel('Function key').fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'does not accept this key' }).waitFor();
    await page.getByLabel('Function key').fill(seen.local.functionKey);
    await page.keyboard.press('Enter');
    await rowOf(page).waitFor();
    await page.context().close();
  });

  it('shows of a pool its time, its nodes, its savings and its audit log, without a mouse', async () => {
    const page = await seen.open();
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
    const tiles = page.getByRole('region', { name: 'Why its nodes are on or off' }).locator('.tile');
    expect(await tiles.count()).toBe(6);
    expect(await page.locator('.tile[tabindex="0"]').count()).toBe(1);
    await page.locator('.tile[tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByText('Every decision about it, and its outcome').waitFor();
    await page.getByRole('heading', { name: /^Health of its extensions/ }).waitFor();
    await page.getByText('secretext pass').waitFor();
    await page.getByText(/Mon 2 Mar 0[67]:\d\d – now: (?:on|off)/).waitFor();
    await page.getByRole('heading', { name: 'Tasks', exact: true }).waitFor();
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
    const page = await seen.open();
    await page.getByRole('link', { name: 'simulations', exact: true }).click();
    await page.getByRole('button', { name: 'Keep on until' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Nodes, or a share').fill('20');
    await dialog.getByText('At the next evaluation').waitFor();
    await dialog.getByText('20 nodes are requested, and the pool has 8').waitFor();
    await dialog.getByLabel('Why, for the audit log').fill('the test');
    await dialog.getByRole('button', { name: 'Keep on' }).click();
    await dialog.getByText('Done. The audit log records').waitFor();
    await dialog.getByText('overridden until').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^Overridden by somebody with a function key/).waitFor();
    const record = page.getByRole('listitem').filter({ hasText: 'the test' }).first();
    await record.getByRole('button', { name: /^Undo/ }).click();
    await dialog.getByText('Undo: the override of simulations ends').waitFor();
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('It was undone').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText(/^Overridden by somebody with a function key/).waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('puts everything to observe, says so, and ends it', async () => {
    const page = await seen.open();
    await rowOf(page).getByText('enforce').waitFor();
    await page.getByRole('button', { name: 'Emergency stop' }).click();
    await page.getByRole('dialog').getByLabel('Why, for the audit log').fill('the test');
    await page.getByText(/^From the next evaluation on the policies of \d+ pools only observe/).waitFor();
    await page.getByRole('button', { name: 'Stop everything' }).click();
    await page.getByText(/^Emergency stop since Mon 2 Mar 09:02 by somebody with a function key: the test/).waitFor();
    await rowOf(page).getByText('observe', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'render-linux', exact: true }).click();
    await page.getByRole('button', { name: 'Start nodes' }).click();
    await page
      .getByRole('dialog')
      .getByText(/^An emergency stop is in effect since .* the test\./)
      .waitFor();
    expect(await page.getByRole('button', { name: 'Start', exact: true }).isDisabled()).toBe(true);
    await page.getByText(/stopped everything Mon 2 Mar 09:02: the test\. Only this request is carried out/).waitFor();
    await page.getByLabel('Carry it out despite the emergency stop').check();
    await page.getByRole('button', { name: 'Start', exact: true, disabled: false }).click();
    await page.getByText('Done. The audit log records').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'End the emergency stop' }).click();
    await page.getByText(/^From the next evaluation on the policies of \d+ pools act again/).waitFor();
    await page.getByRole('button', { name: 'End the stop' }).click();
    await rowOf(page).getByText('enforce').waitFor();
    await page.context().close();
  });

  it('checks a document while it is typed, and keeps what was typed when somebody else has saved', async () => {
    const page = await seen.open(seen.address('/policies/reports'));
    const text = page.getByLabel('JSON');
    const original = await text.inputValue();
    await text.fill(original.replace('"enforce"', '"sometimes"'));
    await page.getByText('$.mode').waitFor();
    const typed = original.replace('"enforce"', '"observe"');
    await text.fill(typed);
    await page.getByText('Something changes for 1 pool: reports-windows.').waitFor();
    const without = { ...JSON.parse(original), schedules: [] };
    await text.fill(JSON.stringify(without));
    await page.getByText(/^At least 0 node-hours.* in the next eight days, in place of [\d.,]+ node-hours/).click();
    await page.getByRole('list', { name: 'Edges of reports-windows that differ' }).getByText(/^− /).first().waitFor();
    await text.fill(typed);
    await page.getByRole('heading', { name: /^Week of / }).waitFor();
    const other = { ...JSON.parse(original), idle: { timeout: 'PT1H' } };
    expect((await seen.ask('policies/reports', 'PUT', other, { 'if-match': '*' })).status).toBe(200);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('has been changed since').waitFor();
    expect(await text.inputValue()).toBe(typed);
    await page.locator('.difference .removed', { hasText: 'PT1H' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    const versions = page.getByRole('region', { name: 'Versions of reports' });
    await versions.getByRole('button', { name: /^Undo/ }).nth(2).waitFor();
    await page.context().close();
  });

  it('shows the week of a schedule as it is typed, and rolls back to an older version', async () => {
    const page = await seen.open(seen.address('/schedules/london-office?week=2026-03-23'));
    const text = page.getByLabel('JSON');
    const original = await text.inputValue();
    await page.getByText('Europe/London: clocks go forward by 1 h').waitFor();
    const exceptions = [{ date: '2026-03-25', name: 'inventory', capacity: { max: 0 } }];
    await text.fill(JSON.stringify({ ...JSON.parse(original.replace('18:30', '20:00')), exceptions }, undefined, 2));
    await page.getByText('as typed, not saved').waitFor();
    await page.locator('.hours .exception', { hasText: 'inventory' }).waitFor();
    const edges = page.getByRole('list', { name: 'Edges that differ' });
    await edges.getByText('+ Mon 23 Mar 20:00 weekdays closes: at least 3').waitFor();
    await edges.getByText('− Mon 23 Mar 18:30 weekdays closes: at least 3').waitFor();
    await page.getByText(/^At least 144 node-hours, €[\d.]+ in this week, in place of 157.5 node-hours/).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    const versions = page.getByRole('region', { name: 'Versions of london-office' });
    await versions
      .getByRole('button', { name: /^Roll back/ })
      .nth(1)
      .click();
    await page.getByText('This is the version of Mon 2 Mar').waitFor();
    expect(JSON.parse(await text.inputValue())).toEqual(JSON.parse(original));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await versions
      .getByRole('button', { name: /^Roll back/ })
      .nth(2)
      .waitFor();
    await page.context().close();
  });

  it('makes, changes, tests and deletes a subscription, and shows its secret once', async () => {
    const page = await seen.open(seen.address('/deliveries?new=true'));
    const text = page.getByLabel('JSON');
    const wanted = { id: 'ops', url: 'https://127.0.0.1:1/', events: ['nothing'], enabled: false };
    await text.fill(JSON.stringify(wanted));
    await page.getByText('$.events[0]').waitFor();
    await text.fill(JSON.stringify({ ...wanted, events: ['*'] }));
    await page.getByText('It is disabled: nothing is sent to 127.0.0.1:1.').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText(/^The secret of ops is whsec_/).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Edit ops' }).waitFor();
    expect(await page.getByText('whsec_').count()).toBe(0);
    const typed = JSON.stringify({ ...wanted, events: ['*'], description: 'typed' }, undefined, 2);
    await text.fill(typed);
    const other = { ...wanted, events: ['lamplighter.circuit.opened'] };
    expect((await seen.ask('subscriptions/ops', 'PUT', other, { 'if-match': '*' })).status).toBe(200);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('has been changed since').waitFor();
    expect(await text.inputValue()).toBe(typed);
    await page.locator('.difference .removed', { hasText: 'lamplighter.circuit.opened' }).waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Send a test event' }).click();
    await page.getByText('A test event was queued').waitFor();
    await page.getByText(/test: (?:pending|given-up|delivered)/).waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Nothing more is sent').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('There are no subscriptions').waitFor();
    await page.context().close();
  });

  it('verifies and exports the audit log, narrows it, and reads on without end', async () => {
    const page = await seen.open(seen.address('/audit'));
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByText('The audit log is intact: no record was changed, removed or inserted.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as CSV' }).click();
    expect((await download).suggestedFilename()).toBe('audit.csv');
    const jsonLines = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export as JSON Lines' }).click();
    expect((await jsonLines).suggestedFilename()).toBe('audit.jsonl');
    const exported = (await readFile(await (await jsonLines).path(), 'utf8')).trimEnd().split('\n');
    expect(exported.map((line) => JSON.parse(line)).filter(({ action }) => action === 'start').length).toBeGreaterThan(
      0,
    );
    await page.getByText('Saved as audit.jsonl.').waitFor();
    const lines = page.locator('.stories > li');
    const first = await lines.count();
    await page.getByRole('button', { name: 'Older records' }).scrollIntoViewIfNeeded();
    await lines.nth(first).waitFor();
    await page.getByLabel('Action').fill('start');
    await page.keyboard.press('Tab');
    await page
      .getByText(/nodes? off:/)
      .first()
      .waitFor({ state: 'detached' });
    expect(page.url()).toContain('action=start');
    await page.context().close();
  });

  it('says once that the app fails at everything', async () => {
    const page = await seen.open();
    await rowOf(page).waitFor();
    await page.clock.install();
    await page.route('**/api/accounts**', (route) =>
      route.fulfill({ status: 503, json: { detail: 'The storage is not reached.' } }),
    );
    await page.route('**/api/savings**', (route) =>
      route.fulfill({ status: 503, json: { detail: 'The storage is not reached.' } }),
    );
    await page.reload();
    await page.getByText('The app responds with an error: The storage is not reached.').waitFor();
    expect(await page.getByText('The storage is not reached').count()).toBe(1);
    await page.context().close();
  });

  it('shows what somebody has written as text, whatever it is', async () => {
    const page = await seen.open(seen.address('/pools/demo/render-linux'));
    const audit = page.getByRole('region', { name: 'Audit log of render-linux' });
    await audit.getByText(HOSTILE).first().waitFor();
    expect(await page.title()).toBe('Lamplighter');
    expect(await page.locator('img, iframe, table script').count()).toBe(0);
    await page.context().close();
  });

  it('is one file of less than 150 kB on its way', async () => {
    const page = await (await fetch(`${seen.local.app}/api/dashboard`)).text();
    expect(gzipSync(page).length).toBeLessThan(150_000);
  });

  it('offers the sign-in of the platform where it has no key', async () => {
    const page = await seen.open('dashboard#/audit');
    const link = page.getByRole('link', { name: 'Sign in' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe(
      '/.auth/login/aad?post_login_redirect_uri=%2Fapi%2Fdashboard%23%2Faudit',
    );
    await page.context().close();
  });

  it('says when the app does not answer, keeps what it knows, and goes on once it does', async () => {
    const page = await seen.open('dashboard');
    await page.clock.install();
    await page.getByLabel('Function key').fill(seen.local.functionKey);
    await page.keyboard.press('Enter');
    await rowOf(page).waitFor();
    await page.context().setOffline(true);
    await page.clock.runFor(6000);
    const words = page.getByText('The app does not respond. The data is from Mon 2 Mar 09:02. The page tries again.');
    await words.waitFor();
    expect(await page.getByText('cannot be loaded').count()).toBe(0);
    expect(await rowOf(page).innerText()).toContain('3 off');
    await page.context().setOffline(false);
    await page.clock.runFor(11_000);
    await words.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  it('does not let those start a replay who may only read, and says so', async () => {
    const page = await seen.open(seen.address('/pools/demo/training/replay'));
    await page.route('**/override?dryRun=true', (route) =>
      route.fulfill({ status: 403, json: { title: 'Forbidden', detail: 'One of the roles Operator is needed.' } }),
    );
    await page.reload();
    await page.getByText('You may see the replays of this pool, but not start one.').waitFor();
    await page.getByText('One of the roles Operator is needed.').waitFor();
    expect(await page.getByRole('button', { name: 'Start the replay' }).isDisabled()).toBe(true);
    await page.context().close();
  });

  // The last one: it moves the clock.
  it('tries policies on a pool, shows how far it is, and leads from a long wait to its place in time', async () => {
    const page = await seen.open(seen.address('/pools/demo/training'));
    await page.getByRole('link', { name: 'Try policies on its last month' }).click();
    await page.getByText('No replay yet.').waitFor();
    await page.getByRole('button', { name: 'Add a changed policy' }).click();
    const typed = page.getByLabel('A policy to try');
    const policy = await typed.inputValue();
    await typed.fill(policy.replace('"enforce"', '"loud"'));
    await page.getByRole('button', { name: 'Start the replay' }).click();
    await page.getByText('$.policies[1].mode').waitFor();
    await typed.fill(policy.replace('"startOnPending": true', '"startOnPending": false'));
    await page.getByRole('button', { name: 'Start the replay' }).click();
    await page.getByText('It is queued, and begins when the app is free.').waitFor();
    expect(await page.getByRole('progressbar', { name: 'Policies tried' }).count()).toBe(1);
    await seen.local.advance(Temporal.Duration.from({ minutes: 1 }));
    await page.getByText('All policies were tried.').waitFor();
    await page.getByText('This is too little for a conclusion').waitFor();
    await page.getByRole('img', { name: /^Cost of nodes, and mean wait of tasks.*the limit: 1.00 times/ }).waitFor();
    for (const name of ['training', 'training-as-typed', 'forecast, nothing set', 'idle 60 min', 'the limit'])
      await page.getByRole('row', { name: new RegExp(`^${name} `) }).waitFor();

    await page.getByRole('button', { name: 'idle 5 min' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What would have hurt under idle 5 min' }).waitFor();
    const wait = page
      .getByRole('region', { name: /^What would have hurt/ })
      .getByRole('button')
      .first();
    await wait.focus();
    await page.keyboard.press('Enter');
    const timeline = page.getByRole('group', { name: 'Timeline of idle 5 min' });
    expect(await timeline.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    expect(page.url()).toMatch(/replay\?policy=idle-5.*&wait=1/);
    const seenNow = () => page.getByText(/At most \d+ nodes needed/).innerText();
    const whole = await seenNow();
    await page.keyboard.press('Home');
    await page.keyboard.press('+');
    expect(await seenNow()).not.toBe(whole);
    expect(page.url()).toContain('&from=');
    await page.keyboard.press('Home');
    const over = page.locator('.replay-plot.nodes .u-over');
    await over.waitFor();
    const plot = await over.boundingBox();
    if (plot === null) throw new Error('The timeline is not drawn.');
    await page.mouse.move(plot.x + 10, plot.y + 50);
    await page.mouse.down();
    await page.mouse.move(plot.x + plot.width - 10, plot.y + 50, { steps: 4 });
    await page.mouse.up();
    await page.waitForURL(/&from=.*&to=/);
    const address = page.url();
    await page.reload();
    await page.getByRole('heading', { name: 'What would have hurt under idle 5 min' }).waitFor();
    expect(page.url()).toBe(address);
    await page.context().close();
  });
});
