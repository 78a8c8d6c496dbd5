import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { RECORD_EXAMPLE } from '../../src/api/audit-record.ts';
import { listDeliveries } from '../../src/api/deliveries.ts';
import { EFFECT_EXAMPLE } from '../../src/api/effects.ts';
import { explainPool } from '../../src/api/explanation.ts';
import { POOL_EXAMPLE } from '../../src/api/pool.ts';
import { getNodeHealth } from '../../src/api/pool-health.ts';
import { getPoolTimeline } from '../../src/api/timeline.ts';
import { CHROMIUM } from '../local/support/dashboard-browser.ts';
import { type Answer, type Asked, ServedPage } from './support/served-page.ts';

const NOW = '2026-03-02T12:00:00Z';

describe.skipIf(CHROMIUM === undefined)('the page before an API that fails in part', () => {
  let served: ServedPage;
  beforeAll(async () => {
    served = await ServedPage.start();
  });
  afterAll(() => served?.close());
  afterEach(() => expect(served.thrown).toEqual([]));

  beforeEach(() => {
    served.asked.length = 0;
    served.thrown.length = 0;
    served.answer = usual;
  });

  const USUAL: Readonly<Record<string, Answer>> = {
    accounts: [200, { now: NOW, accounts: [{ name: 'demo' }, { name: 'gone' }] }],
    'accounts/demo/pools': [200, { account: 'demo', pools: [POOL_EXAMPLE] }],
    'accounts/demo/pools/render': [200, POOL_EXAMPLE],
    'accounts/gone/pools': [503, { detail: 'Reaching the account gone failed.' }],
  };

  function usual({ path }: Asked): Answer | undefined {
    return path.startsWith('audit?') ? [200, { records: [], cursor: null }] : USUAL[path];
  }

  function sent(method: string, path: string) {
    return served.asked.filter((one) => one.method === method && one.path === path);
  }

  it('shows the pools of the accounts that respond, and says which does not', async () => {
    const page = await served.open('/pools');
    await page.getByRole('link', { name: 'render', exact: true }).waitFor();
    await page.getByText('The pools of gone cannot be loaded: Reaching the account gone failed.').waitFor();
    await page.close();
  });

  it('names the zone of each time in a list whose pools are in several', async () => {
    const page = await served.open('/pools');
    const row = page.getByRole('row', { name: 'render' });
    await row.getByText('Mon 2 Mar 07:52 Berlin', { exact: true }).waitFor();
    await page.close();
  });

  it('names the zone of the last plan beside the facts of a pool', async () => {
    const page = await served.open('/pools/demo/render');
    const fact = page.locator('dd', { hasText: 'Mon 2 Mar 07:52 Berlin' });
    await fact.waitFor();
    await page.close();
  });

  it('says that the savings cannot be counted, in place of none', async () => {
    served.answer = (asked) =>
      asked.path.startsWith('savings?') ? [422, { detail: 'The records take too long to read.' }] : usual(asked);
    const page = await served.open('/pools');
    const today = page.locator('.total', { hasText: 'Saved today' });
    await today.getByText('The savings cannot be loaded: The records take too long to read.').waitFor();
    await page.close();
  });

  it('shows the health of a node that is not healthy', async () => {
    const explanation = explainPool.answers[200].content.example;
    const failing = getNodeHealth.answers[503].content.example;
    const pool = 'accounts/demo/pools/render';
    const answers: Readonly<Record<string, Answer>> = {
      [`${pool}/explain`]: [200, explanation],
      [`${pool}/nodes/tvmps_1/health`]: [503, failing, { 'content-type': 'application/health+json' }],
    };
    served.answer = (asked) => answers[asked.path] ?? usual(asked);
    const page = await served.open('/pools/demo/render?node=tvmps_1');
    await page.getByRole('heading', { name: `Health of its extensions: ${failing.output}` }).waitFor();
    expect(await page.getByText('The health cannot be loaded').count()).toBe(0);
    await page.close();
  });

  it('draws a pool of which nothing is known yet, and names an instant of another year with its year', async () => {
    const example = getPoolTimeline.answers[200].content.example;
    const [at, later] = ['2027-01-01T08:00:00Z', '2027-01-01T20:00:00Z'];
    const ahead = { ...example, from: at, to: later, now: NOW, knownFrom: at, on: [{ at, nodes: 1 }], requested: [] };
    served.answer = (asked) => (asked.path.includes('/timeline') ? [200, ahead] : usual(asked));
    const page = await served.open('/pools/demo/render');
    const legend = page.locator('.u-legend');
    await legend.getByText('--').first().waitFor();
    await page.locator('.u-over').hover();
    await legend.getByText(/^Fri 1 Jan 2027 \d\d:\d\d$/).waitFor();
    await page.close();
  });

  it('keeps what it shows while something else answers in place of the app', async () => {
    const page = await served.open('/pools');
    await page.getByRole('link', { name: 'render', exact: true }).waitFor();
    served.answer = () => [200, 'under maintenance', { 'content-type': 'text/html' }];
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    const said = page.getByText('The response does not come from the app.');
    await said.waitFor();
    expect(await page.getByRole('link', { name: 'render', exact: true }).count()).toBe(1);
    served.answer = usual;
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await said.waitFor({ state: 'hidden' });
    await page.close();
  });

  it('stops everything although the effect of it cannot be found out', async () => {
    let isStopped = false;
    served.answer = (asked) => {
      if (asked.path === 'stop?dryRun=true') return [503, { detail: 'Reaching the account gone failed.' }];
      if (asked.path !== 'stop') return usual(asked);
      isStopped ||= asked.method === 'PUT';
      return isStopped ? [200, { at: NOW, actor: 'anna', reason: 'the test' }] : [404, {}];
    };
    const page = await served.open('/pools');
    await page.getByRole('button', { name: 'Emergency stop' }).click();
    await page.getByRole('dialog').getByLabel('Why, for the audit log').fill('the test');
    await page.getByRole('dialog').getByText('Reaching the account gone failed.').waitFor();
    await page.getByRole('button', { name: 'Stop everything' }).click();
    await page.getByText(/^Emergency stop since .* by anna: the test/).waitFor();
    await page.close();
  });

  it('repeats an act whose response was lost under the same key', async () => {
    const path = 'accounts/demo/pools/render/start';
    let isLost = true;
    served.answer = (asked) => {
      if (asked.path === `${path}?dryRun=true`) return [200, EFFECT_EXAMPLE];
      if (asked.path !== path) return usual(asked);
      return isLost ? 'lost' : [202, { correlation: 'c' }];
    };
    const page = await served.open('/pools/demo/render');
    await page.getByRole('button', { name: 'Start nodes' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('How many').fill('2');
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await dialog.getByText('The app does not respond.').waitFor();
    isLost = false;
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    await dialog.getByText('Done. The audit log records').waitFor();
    // The browser itself may have repeated it, too.
    const keys = sent('POST', path).map(({ headers }) => headers['idempotency-key']);
    expect(keys.length).toBeGreaterThan(1);
    expect([...new Set(keys)]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
    await page.close();
  });

  it('says that an act has more records than it shows, and leads to all of them', async () => {
    const path = 'accounts/demo/pools/render/start';
    served.answer = (asked) => {
      if (asked.path === `${path}?dryRun=true`) return [200, EFFECT_EXAMPLE];
      if (asked.path === path) return [202, { correlation: 'c' }];
      if (!asked.path.startsWith('audit?correlation=c')) return usual(asked);
      return [200, { records: [RECORD_EXAMPLE], cursor: 'more' }];
    };
    const page = await served.open('/pools/demo/render');
    await page.getByRole('button', { name: 'Start nodes' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('How many').fill('200');
    await dialog.getByRole('button', { name: 'Start', exact: true }).click();
    const all = dialog.getByRole('link', { name: 'All records of it' });
    expect(await all.getAttribute('href')).toBe('#/audit?correlation=c');
    await page.close();
  });

  it('asks before a policy that was typed for a replay is lost', async () => {
    const page = await served.open('/pools/demo/render/replay');
    const asked: string[] = [];
    page.on('dialog', (dialog) => {
      asked.push(dialog.message());
      void dialog.dismiss();
    });
    await page.getByRole('button', { name: 'Add a changed policy' }).click();
    const text = page.getByLabel('A policy to try');
    await text.fill('{"id":"mine"}');
    await page.getByRole('link', { name: 'Back to the pool' }).click();
    await expect.poll(() => asked).toEqual([expect.stringContaining('is not saved')]);
    expect(await text.inputValue()).toBe('{"id":"mine"}');
    await page.close();
  });

  it('says of a pool why its starts fail', async () => {
    const { lastPlan } = POOL_EXAMPLE;
    const pool = { ...POOL_EXAMPLE, lastPlan: lastPlan && { ...lastPlan, broken: 'starts of the pool fail' } };
    served.answer = (asked) => (asked.path === 'accounts/demo/pools/render' ? [200, pool] : usual(asked));
    const page = await served.open('/pools/demo/render');
    await page.getByRole('region', { name: 'Pool render' }).getByText('starts of the pool fail').waitFor();
    await page.close();
  });

  describe('the deliveries', () => {
    const [DELIVERY] = listDeliveries.answers[200].content.example.deliveries;
    const subscription = { id: 'ops', url: 'https://hooks.example', events: ['*'] };
    let subscriptions: readonly unknown[];
    beforeEach(() => {
      subscriptions = [subscription];
      const answers: Readonly<Record<string, () => Answer>> = {
        subscriptions: () => [200, { subscriptions }],
        'subscriptions/ops': () => [200, subscription, { etag: '"1"' }],
        'subscriptions/ops/deliveries?limit=100': () => [200, { deliveries: [DELIVERY], cursor: DELIVERY.id }],
      };
      served.answer = (asked) => answers[asked.path]?.() ?? usual(asked);
    });

    it('say that there are more than they show', async () => {
      const page = await served.open('/deliveries');
      await page.getByText('These are the newest 100, and there are more.').waitFor();
      await page.close();
    });

    it('stay those of a subscription when another one is added before it', async () => {
      const page = await served.open('/deliveries');
      const text = page.getByLabel('JSON');
      await text.fill('{"id":"ops"}');
      subscriptions = [{ ...subscription, id: 'another' }, subscription];
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
      await page.getByRole('link', { name: 'another' }).waitFor();
      expect(await text.inputValue()).toBe('{"id":"ops"}');
      await page.close();
    });
  });

  it('ends an override that cannot be read, of which no effect is known', async () => {
    const path = 'accounts/demo/pools/render/override';
    served.answer = (asked) =>
      asked.path.startsWith(path) ? [409, { detail: 'The override cannot be read.' }] : usual(asked);
    const page = await served.open('/pools/demo/render');
    await page.getByText('The override cannot be read.').waitFor();
    await page.getByRole('button', { name: 'End the override' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The override cannot be read').waitFor();
    served.answer = (asked) => (asked.path === path && asked.method === 'DELETE' ? [204, undefined] : usual(asked));
    await dialog.getByRole('button', { name: 'End it' }).click();
    await dialog.getByText('Done. The audit log records').waitFor();
    await page.close();
  });

  it('shows no stop and no override that has ended, also if a later request fails', async () => {
    const override = 'accounts/demo/pools/render/override';
    const held = { at: NOW, actor: 'anna', reason: 'the test', until: '2026-03-03T12:00:00Z', note: '' };
    const OF: Readonly<Record<string, Answer>> = {
      now: [200, held],
      ended: [404, {}],
      failing: [503, { detail: 'The table Overrides could not be used.' }],
    };
    let phase: keyof typeof OF = 'now';
    served.answer = (asked) => (['stop', override].includes(asked.path) ? OF[phase] : usual(asked));
    const page = await served.open('/pools/demo/render');
    const shown = page.getByText(/^(Emergency stop since|Overridden by)/);
    await expect.poll(() => shown.count()).toBe(2);
    for (const next of ['ended', 'failing']) {
      phase = next;
      const answered = ['/api/stop', `/api/${override}`].map((path) =>
        page.waitForResponse((response) => response.url().endsWith(path)).then((response) => response.finished()),
      );
      // As if the reader came back to the tab: everything is requested again.
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
      await Promise.all(answered);
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      expect(await shown.count(), next).toBe(0);
    }
    await page.close();
  });

  it('does not ask again and again for older records that cannot be loaded', async () => {
    served.answer = (asked) => {
      if (!asked.path.startsWith('audit?')) return usual(asked);
      if (!asked.path.includes('cursor=')) return [200, { records: [RECORD_EXAMPLE], cursor: '42' }];
      return [503, { detail: 'The table Audit could not be used.' }];
    };
    const page = await served.open('/audit');
    await page.getByText('Older records cannot be loaded: The table Audit could not be used.').waitFor();
    const older = () => served.asked.filter(({ path }) => path.includes('cursor=')).length;
    // Each frame would ask once more.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    expect(older()).toBe(1);
    await page.getByRole('button', { name: 'Older records' }).click();
    await expect.poll(older).toBe(2);
    await page.close();
  });

  it.each(['/schedules/late?week=soon', '/savings?days=x'])('is not empty at %s', async (view) => {
    const page = await served.open(view);
    await page.getByRole('heading', { name: 'Lamplighter' }).waitFor();
    await page.getByRole('main').getByRole('heading').first().waitFor();
    await page.close();
  });

  it('takes a key out of an address that is entered while it is open', async () => {
    const page = await served.open('/pools');
    await page.getByRole('link', { name: 'render', exact: true }).waitFor();
    await page.evaluate('location.assign("#/audit?code=another")');
    await page.getByRole('heading', { name: 'Audit log' }).waitFor();
    await page.waitForURL(/#\/audit$/);
    await expect.poll(() => served.asked.at(-1)?.headers['x-functions-key']).toBe('another');
    await page.close();
  });

  describe('the editor of a document', () => {
    const LATE = { id: 'late', timeZone: 'Etc/UTC', windows: [] as unknown[] };
    let saved: { text: string; version: number };
    beforeEach(() => {
      saved = { text: JSON.stringify(LATE), version: 1 };
      const record = {
        ...RECORD_EXAMPLE,
        action: 'schedule.put',
        phase: 'event',
        document: 'schedules/late',
        after: LATE,
      };
      const answers: Readonly<Record<string, (asked: Asked) => Answer>> = {
        'schedules/late?dryRun=true': () => [200, EFFECT_EXAMPLE],
        'undo?dryRun=true': () => [200, EFFECT_EXAMPLE],
        undo: () => {
          keep(JSON.stringify({ ...LATE, description: 'undone' }));
          return [202, {}];
        },
        'schedules/late': ({ method, headers, body }) => {
          const isOther = method === 'PUT' && headers['if-match'] !== `"${saved.version}"`;
          if (isOther) return [412, { detail: 'It has been changed.' }];
          if (method === 'PUT') keep(body);
          return [200, JSON.parse(saved.text), { etag: `"${saved.version}"` }];
        },
      };
      served.answer = (asked) =>
        asked.path.startsWith('audit?document')
          ? [200, { records: [record], cursor: null }]
          : (answers[asked.path]?.(asked) ?? usual(asked));
    });

    function keep(text: string): void {
      saved = { text, version: saved.version + 1 };
    }

    it('saves again and again, however the text is laid out', async () => {
      const page = await served.open('/schedules/late');
      const text = page.getByLabel('JSON');
      for (const description of ['once', 'twice']) {
        await text.fill(JSON.stringify({ ...LATE, description }));
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await page.getByText('Saved.', { exact: true }).waitFor();
        await page.getByText('The difference from the saved version').waitFor({ state: 'detached' });
      }
      expect(JSON.parse(saved.text)).toMatchObject({ description: 'twice' });
      await page.close();
    });

    it('asks before typed text is lost, and leaves only with consent', async () => {
      const page = await served.open('/schedules');
      const asked: string[] = [];
      let consents = false;
      page.on('dialog', (dialog) => {
        asked.push(dialog.message());
        void (consents ? dialog.accept() : dialog.dismiss());
      });
      await page.evaluate("location.hash = '#/schedules/late'");
      const text = page.getByLabel('JSON');
      const typed = JSON.stringify({ ...LATE, description: 'typed' });
      await text.fill(typed);
      await page.evaluate("location.hash = '#/schedules/late?week=2026-03-09'");
      await page.getByRole('link', { name: 'Close' }).click();
      await expect.poll(() => asked).toEqual([expect.stringContaining('is not saved')]);
      expect(page.url()).toContain('#/schedules/late?week=2026-03-09');
      expect(await text.inputValue()).toBe(typed);
      consents = true;
      await page.getByRole('link', { name: 'Close' }).click();
      await text.waitFor({ state: 'detached' });
      await page.evaluate("location.hash = '#/schedules/late'");
      await text.waitFor();
      await page.getByRole('link', { name: 'Close' }).click();
      await text.waitFor({ state: 'detached' });
      expect(asked).toHaveLength(2);
      await page.close();
    });

    it('keeps typed text while the access has ended, and saves it with another key', async () => {
      const page = await served.open('/schedules/late');
      const text = page.getByLabel('JSON');
      const typed = JSON.stringify({ ...LATE, description: 'typed' });
      await text.fill(typed);
      const allowed = served.answer;
      served.answer = (asked) => (asked.headers['x-functions-key'] === 'another' ? allowed(asked) : [401, undefined]);
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
      const prompt = page.getByRole('dialog', { name: 'The access has ended' });
      await prompt.getByLabel('Function key').fill('wrong');
      const refused = page.waitForResponse((response) => response.request().headers()['x-functions-key'] === 'wrong');
      await page.keyboard.press('Enter');
      await refused;
      await prompt.getByText('The app does not accept this key.').waitFor();
      await prompt.getByLabel('Function key').fill('another');
      await page.keyboard.press('Enter');
      await prompt.waitFor({ state: 'detached' });
      expect(await text.inputValue()).toBe(typed);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      expect(JSON.parse(saved.text)).toMatchObject({ description: 'typed' });
      await page.close();
    });

    it('asks for a key once while the access has ended, and again when the reader wants to enter one', async () => {
      const page = await served.open('/schedules/late');
      await page.getByLabel('JSON').fill('{}');
      const refuse = async () => {
        const refused = page.waitForResponse((response) => response.url().endsWith('/api/accounts'));
        await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
        await refused;
      };
      served.answer = () => [401, undefined];
      await refuse();
      const prompt = page.getByRole('dialog', { name: 'The access has ended' });
      await prompt.getByRole('button', { name: 'Close' }).click();
      await prompt.waitFor({ state: 'detached' });
      // When the second refusal arrives, the page has handled the first.
      await refuse();
      await refuse();
      expect(await prompt.count()).toBe(0);
      await page.getByText('What you typed is still there.').waitFor();
      await page.getByRole('button', { name: 'Enter a key' }).click();
      await prompt.getByLabel('Function key').waitFor();
      await page.close();
    });

    it('asks before typed text is lost because the key is forgotten', async () => {
      const page = await served.open('/schedules/late');
      const text = page.getByLabel('JSON');
      await text.fill('{}');
      page.once('dialog', (dialog) => void dialog.dismiss());
      await page.getByRole('button', { name: 'Forget key' }).click();
      expect(await text.inputValue()).toBe('{}');
      page.once('dialog', (dialog) => void dialog.accept());
      await page.getByRole('button', { name: 'Forget key' }).click();
      await page.getByLabel('Function key').waitFor();
      await page.close();
    });

    it('opens a document of any name, and a new one beside it', async () => {
      const named = { ...LATE, id: 'new' };
      const before = served.answer;
      served.answer = (asked) => (asked.path === 'schedules/new' ? [200, named, { etag: '"1"' }] : before(asked));
      const page = await served.open('/schedules/new');
      await page.getByRole('heading', { name: 'Edit new' }).waitFor();
      await page.getByRole('link', { name: 'New schedule' }).click();
      await page.getByRole('heading', { name: 'A new schedule' }).waitFor();
      await page.close();
    });

    async function undo(page: Awaited<ReturnType<typeof served.open>>): Promise<void> {
      await page.getByRole('button', { name: /^Undo/ }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
      await page.getByRole('dialog').getByText('It was undone').waitFor();
      await page.keyboard.press('Escape');
    }

    it('makes a deleted document again from one of its versions', async () => {
      const existing = served.answer;
      let isThere = false;
      served.answer = (asked) => {
        if (asked.path !== 'schedules/late' || isThere) return existing(asked);
        isThere = asked.method === 'PUT' && asked.headers['if-none-match'] === '*';
        return isThere ? [201, JSON.parse(asked.body), { etag: '"2"' }] : undefined;
      };
      const page = await served.open('/schedules/late');
      await page.getByText('There is no schedule late, or it was deleted.').waitFor();
      await page.getByRole('button', { name: /^Roll back to/ }).click();
      await expect.poll(() => page.getByLabel('JSON').inputValue()).toBe(JSON.stringify(LATE, undefined, 2));
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('Saved.', { exact: true }).waitFor();
      expect(sent('PUT', 'schedules/late').map(({ body }) => JSON.parse(body))).toEqual([LATE]);
      await page.close();
    });

    it('follows the saved text as long as nothing is typed', async () => {
      const page = await served.open('/schedules/late');
      await page.getByLabel('JSON').waitFor();
      await undo(page);
      await expect.poll(() => page.getByLabel('JSON').inputValue()).toContain('undone');
      expect(await page.getByText('The difference from the saved version').count()).toBe(0);
      await page.close();
    });

    it('does not overwrite what was saved since the text was typed', async () => {
      const page = await served.open('/schedules/late');
      const typed = JSON.stringify({ ...LATE, description: 'typed' });
      await page.getByLabel('JSON').fill(typed);
      await undo(page);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
      await page.getByText('It has been changed.').waitFor();
      expect(await page.getByLabel('JSON').inputValue()).toBe(typed);
      await page.locator('.difference .removed', { hasText: 'undone' }).waitFor();
      await page.close();
    });
  });
});
