import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RECORD_EXAMPLE } from '../../../src/api/audit-record.ts';
import { getNodeHealth } from '../../../src/api/pool-health.ts';
import { main } from '../../../src/cli/main.ts';
import { readAnswer } from '../../../src/cli/terminal/app-client.ts';
import { WebServer } from '../../support/web-server.ts';

let [app, other]: readonly WebServer[] = [];
beforeEach(async () => {
  [app, other] = await Promise.all([WebServer.start(), WebServer.start()]);
});
afterEach(async () => {
  await Promise.all([app?.close(), other?.close()]);
});

async function run(...parameters: readonly string[]) {
  const said = { out: '', error: '' };
  const code = await main([...parameters, '--app', `http://${app?.host}`, '--key', 'secret'], {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { code, ...said };
}

describe('an address that redirects', () => {
  it('gets no key and no request beyond it, and is no success', async () => {
    const announcements = { text: JSON.stringify({ announcements: [] }) };
    if (app === undefined || other === undefined) throw new Error('Both are running.');
    app.answer = ({ url }) => ({ status: 301, headers: { location: `http://${other?.host}${url}` } });
    other.answer = announcements;
    expect(await run('announce', 'demo/render', '--slots', '3', '--by', 'PT1H')).toEqual({
      code: 2,
      out: '',
      error: `lamplighter announce: http://${app.host} redirects to http://${other.host}/api/accounts/demo/pools/render/announcements, and nothing was done: give the address of the app itself with --app\n`,
    });
    expect((await run('audit', 'export')).code).toBe(2);
    expect(other.requests).toEqual([]);
  });
});

describe('an address where something else answers', () => {
  it('is told from an app', async () => {
    if (app === undefined) throw new Error('It is running.');
    app.answer = { text: '<html>Sign in</html>', headers: { 'content-type': 'text/html' } };
    expect(await run('explain', 'demo/render')).toEqual({
      code: 2,
      out: '',
      error: `lamplighter explain: http://${app.host} does not answer as Lamplighter does; is --app its address?\n`,
    });
  });
});

describe('what strangers have written', () => {
  const HARM = 'a\u001b[2J\u202eb\r\nc';

  it('is shown and not obeyed: records, answers and refusals', async () => {
    if (app === undefined) throw new Error('It is running.');
    app.answer = { text: JSON.stringify({ records: [{ ...RECORD_EXAMPLE, reason: HARM }], cursor: null }) };
    expect((await run('watch', '--once')).out).toMatch(/; a \[2J b c\n$/);
    app.answer = { text: JSON.stringify({ says: HARM }) };
    expect((await run('undo', 'd.2026-03/12')).out).toBe('Undone: a [2J b c\n');
    app.answer = { status: 404, text: JSON.stringify({ code: 'NodeNotFound', detail: HARM }) };
    expect((await run('watch', '--once')).error).toContain('404 NodeNotFound: a [2J b c\n');
  });

  it('is left as it is in JSON, which names such characters', async () => {
    if (app === undefined) throw new Error('It is running.');
    app.answer = { text: JSON.stringify({ says: HARM }) };
    expect(JSON.parse((await run('undo', 'd.2026-03/12', '--json')).out)).toEqual({ says: HARM });
  });
});

it('takes health that fails for an answer, and a problem of the same status for none', async () => {
  const health = JSON.stringify(getNodeHealth.answers[503].content.example);
  const answered = async (type: string) =>
    (await readAnswer(new Response(health, { status: 503, headers: { 'content-type': type } }))).isSuccess;
  expect(await answered('application/health+json')).toBe(true);
  expect(await answered('application/problem+json')).toBe(false);
});
