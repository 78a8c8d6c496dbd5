import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { WebServer } from '../../support/web-server.ts';

let folder: string;
let app: WebServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lamplighter-put-'));
  app = await WebServer.start();
  app.answer = ({ method }) => (method === 'PUT' ? { status: 201, text: '{}' } : { status: 404, text: '{}' });
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const LATE = JSON.stringify({ id: 'late', timeZone: 'Etc/UTC', windows: [] });

async function put(...parameters: readonly string[]) {
  const said = { out: '', error: '' };
  const code = await main(['put', ...parameters, '--app', `http://${app.host}`, '--key', 'k'], {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { code, ...said };
}

describe('put', () => {
  it.each(['{"id": "b",}', '[]', '{"id":"b","properties":{}}', '{"id":"b","windows":[1],"windows":[]}'])(
    'saves nothing where one file is %s',
    async (text) => {
      expect((await put(file('late.json', LATE), file('b.json', text))).code).toBe(2);
      expect(app.requests).toEqual([]);
    },
  );

  it('says where a file is not JSON, and how many faults it has besides', async () => {
    const twice = file('b.json', '{"id":"b",\n "windows":[1],"windows":[], "id":"c"}');
    expect((await put(twice)).error).toContain(
      `${twice}:2:16: "windows" is given more than once; 'npx lamplighter check' shows 1 more\n`,
    );
  });

  it('says what it has saved before the app was gone', async () => {
    let puts = 0;
    app.answer = ({ method }, response) => {
      if (method !== 'PUT') return { status: 404, text: '{}' };
      puts += 1;
      if (puts === 1) return { status: 201, text: '{}' };
      response.destroy();
      return undefined;
    };
    const [first, second] = [file('a.json', LATE), file('b.json', LATE)];
    const found = await put(first, second);
    expect(found).toEqual({
      code: 2,
      out: `${first}: schedules/late created\n`,
      error: expect.stringContaining('does not answer'),
    });
    puts = 0;
    expect(JSON.parse((await put(first, second, '--json')).out)).toMatchObject([{ file: first, result: 'created' }]);
  });

  it('takes no id that would lead to the address of something else', async () => {
    expect(await put(file('up.json', JSON.stringify({ ...JSON.parse(LATE), id: '..' })))).toMatchObject({
      code: 2,
      error: expect.stringContaining('"." and ".." name nothing in an app: schedules/..'),
    });
    expect(app.requests).toEqual([]);
  });

  it('knows a subscription by its address and its events', async () => {
    const subscription = { id: 'ops', url: 'https://hooks.example/x', events: ['*'] };
    expect((await put(file('ops.json', JSON.stringify(subscription)))).out).toContain('subscriptions/ops created');
  });

  it('shows the secret of a new subscription, which nobody can ask for again', async () => {
    app.answer = ({ method }) =>
      method === 'PUT' ? { status: 201, text: '{"id":"ops","secret":"whsec_x"}' } : { status: 404, text: '{}' };
    const path = file('ops.json', '{"id":"ops","url":"https://hooks.example/","events":["*"]}');
    expect(await put('--kind', 'subscriptions', path)).toEqual({
      code: 0,
      out: `${path}: subscriptions/ops created\n  its secret is whsec_x: give it to the receiver, it is not shown again\n`,
      error: '',
    });
    const { out } = await put('--kind', 'subscriptions', '--json', path);
    expect(JSON.parse(out)).toMatchObject([{ result: 'created', secret: 'whsec_x' }]);
  });
});

describe('preview and replay', () => {
  it.each([['preview'], ['replay', '--pool', 'demo/render', '--app', 'http://127.0.0.1:9', '--policy']])(
    '%s take no file that is not JSON',
    async (...line) => {
      let error = '';
      const broken = file('broken.json', LATE.slice(0, -1));
      const code = await main([...line, broken], { out: () => undefined, error: (text) => (error += text) });
      expect([code, error]).toEqual([
        2,
        expect.stringContaining(`${broken}:1:${LATE.length}: not JSON: a closing brace } is expected`),
      ]);
    },
  );
});
