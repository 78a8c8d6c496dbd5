import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Browser, chromium, type Page } from 'playwright-core';
import { buildDashboard } from '../../../src/local/build-dashboard.ts';
import { CHROMIUM } from '../../local/support/dashboard-browser.ts';
import { PATIENCE_MS } from '../../support/patience.ts';
import { WebServer } from '../../support/web-server.ts';

/** A request of the page. */
export interface Asked {
  readonly method: string;
  /** Under `/api/`, with its query. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What an API answers: a status and JSON; `lost` breaks the connection after the request has arrived. */
export type Answer = readonly [status: number, body: unknown, headers?: Readonly<Record<string, string>>] | 'lost';

/** The page in a browser, with an API of the test's own making behind it. */
export class ServedPage {
  readonly asked: Asked[] = [];
  /** What the scripts of its pages have thrown. */
  readonly thrown: string[] = [];
  /** Answers a request; `undefined` is 404. */
  answer: (asked: Asked) => Answer | undefined = () => undefined;
  readonly #web: WebServer;
  readonly #browser: Browser;

  private constructor(web: WebServer, browser: Browser) {
    this.#web = web;
    this.#browser = browser;
  }

  static async start(): Promise<ServedPage> {
    const folder = mkdtempSync(join(tmpdir(), 'lamplighter-page-'));
    await buildDashboard(join(folder, 'page.html'));
    const html = readFileSync(join(folder, 'page.html'), 'utf8');
    rmSync(folder, { recursive: true });
    const [web, browser] = await Promise.all([
      WebServer.start(),
      chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] }),
    ]);
    const served = new ServedPage(web, browser);
    web.answer = (request, response) => {
      if (request.url === '/api/dashboard') return { headers: { 'content-type': 'text/html' }, text: html };
      void text(request).then((body) => {
        const { method = 'GET', url = '', headers } = request;
        const asked = { method, path: url.replace('/api/', ''), headers, body };
        served.asked.push(asked);
        const found = served.answer(asked) ?? [404, { detail: 'There is no such thing.' }];
        if (found === 'lost') return response.destroy();
        const [status, answer, more = {}] = found;
        return response
          .writeHead(status, { 'content-type': 'application/json', ...more })
          .end(answer === undefined ? '' : JSON.stringify(answer));
      });
      return undefined;
    };
    return served;
  }

  /** Opens a view, with a key. */
  async open(view: string): Promise<Page> {
    const page = await this.#browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on('pageerror', (error) => this.thrown.push(String(error)));
    await page.goto(`http://${this.#web.host}/api/dashboard#${view}${view.includes('?') ? '&' : '?'}code=k`);
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#web.close();
  }
}
