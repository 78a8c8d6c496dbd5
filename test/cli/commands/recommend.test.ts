import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { getReplay, replayPool } from '../../../src/api/replays.ts';
import { main } from '../../../src/cli/main.ts';
import { WebServer } from '../../support/web-server.ts';

const RUNNING = getReplay.answers[200].content.example;
const POLICY = { id: 'render', pools: ['render'], mode: 'observe', demand: {} };
const DONE = {
  ...RUNNING,
  status: 'done',
  recommendation: { result: 'forecast', because: 'forecast: it costs 1.04 × the least', policy: POLICY, schedules: [] },
};

/** An app in which a replay is done at the second look. */
let app: WebServer;

beforeAll(async () => {
  app = await WebServer.start();
  app.answer = ({ method }) => {
    const looks = app.requests.filter((request) => request.method === 'GET').length;
    const body = method === 'POST' ? replayPool.answers[202].content.example : looks < 2 ? RUNNING : DONE;
    return { status: method === 'POST' ? 202 : 200, text: JSON.stringify(body) };
  };
});

afterAll(() => app.close());

async function run(...parameters: readonly string[]) {
  const said = { out: '', error: '' };
  const code = await main([parameters[0] ?? '', '--app', `http://${app.host}`, '--key', 'k', ...parameters.slice(1)], {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { ...said, code };
}

describe('recommend', () => {
  it('waits for the replay, shows it and writes the documents into a folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recommend-'));
    const { out, code } = await run('recommend', '--pool', 'demo/render', '--out', folder);
    expect(code).toBe(0);
    expect(out).toContain('Proposed: forecast: it costs 1.04 × the least');
    expect(out).toContain('What would have hurt under forecast');
    expect(out).toMatch(/known work, mean wait s\n.*forecast .* 7\n/);
    expect(JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8'))).toEqual(POLICY);
    expect(app.requests[0]?.url).toBe('/api/accounts/demo/pools/render/replay');
  });

  it('overwrites no file without --force', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recommend-'));
    const file = join(folder, 'policy.json');
    writeFileSync(file, 'mine');
    const asked = ['recommend', '--pool', 'demo/render', '--out', folder];
    expect(await run(...asked)).toMatchObject({ code: 2, error: expect.stringContaining(`${file} exists already`) });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await run(...asked, '--force')).code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(POLICY);
  });

  it('refuses what names no pool', async () => {
    expect(await run('recommend', '--pool', 'render')).toMatchObject({ code: 2 });
  });
});

describe.each(['recommend', 'replay'])('%s', (command) => {
  it('ends with 1 and the words of the app if that refuses', async () => {
    const refusing = await WebServer.start();
    const problem = { code: 'PoolNotFound', detail: "The account 'demo' has no pool 'x'." };
    refusing.answer = { status: 404, text: JSON.stringify(problem) };
    const said = await run(command, '--pool', 'demo/x', '--app', `http://${refusing.host}`);
    await refusing.close();
    expect(said).toMatchObject({ code: 1, error: expect.stringMatching(/^404 PoolNotFound: /) });
  });
});

describe('replay --pool', () => {
  it('gives the answer of the app to machines', async () => {
    const { out, code } = await run('replay', '--pool', 'demo/render', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(DONE);
  });

  it('needs a pool or a log, and not both', async () => {
    expect((await run('replay')).error).toContain('either --pool or --trace');
    expect((await run('replay', '--pool', 'a/b', '--trace', 'x')).error).toContain('either --pool or --trace');
  });
});
