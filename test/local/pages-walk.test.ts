import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildChangedApp } from '../../src/local/build-app.ts';
import { type Local, startLocal } from '../../src/local/start-local.ts';
import { shellBlocks, walk } from './support/shell-walk.ts';

const ANY_PORTS = { app: 0, emulator: 0, blob: 0, queue: 0, table: 0 };

let folder: string;
let local: Local;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-pages-'));
  cpSync('examples', join(folder, 'examples'), { recursive: true });
  await buildChangedApp();
  local = await startLocal({ speed: 0, ports: ANY_PORTS, log: () => undefined });
  await local.advance(Temporal.Duration.from({ minutes: 2 }));
});
afterAll(async () => {
  await local?.close();
  rmSync(folder, { recursive: true });
});

/** Runs the blocks of a page, or of one section of it, against the local run: its address and key instead of the usual ones. */
async function follow(page: string, section?: string): Promise<void> {
  const blocks = shellBlocks(readFileSync(page, 'utf8')).filter(
    (one) => section === undefined || one.section === section,
  );
  expect(blocks.length).toBeGreaterThan(0);
  for (const { section: heading, block } of blocks) {
    const here = block.replaceAll('http://127.0.0.1:7071', local.app).replace(/^KEY=….*$/m, `KEY=${local.functionKey}`);
    const { code, said } = await walk(here, { folder, env: { APP: local.app, KEY: local.functionKey } });
    expect({ heading, code, said }).toEqual({
      heading,
      code: 0,
      said: expect.not.stringMatching(/"status": ?[45]\d\d/),
    });
    await local.advance(Temporal.Duration.from({ minutes: 2 }));
  }
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(`${local.app}/api/${path}`, { headers: { 'x-functions-key': local.functionKey } });
  return response.json();
}

describe('who follows the pages, one command after the other', () => {
  it('gets from README documents that are kept, an override, and a node that was started', async () => {
    await follow('README.md', 'Say what you want');
    expect(await ask('policies/builds')).toMatchObject({ id: 'builds' });
    const pool = `accounts/${local.account}/pools/render-linux`;
    expect(await ask(`${pool}/override`)).toMatchObject({ note: 'the long render' });
    expect(await ask('audit?action=start.requested')).toMatchObject({ records: [{ reason: 'the long render' }] });
  });

  it('can say so again', () => follow('README.md', 'Say what you want'));

  it('learns the health of a pool', () => follow('docs/health.md'));

  it('has a pool enforced after its first week', async () => {
    await follow('docs/first-week.md');
    const path = `accounts/${local.account}/pools/render-linux`;
    expect(await ask(path)).toMatchObject({ policy: { id: 'team', mode: 'enforce' } });
  });
});
