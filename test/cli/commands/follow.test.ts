import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AuditRecord, RECORD_EXAMPLE } from '../../../src/api/audit-record.ts';
import { main } from '../../../src/cli/main.ts';
import { type WebAnswer, WebServer } from '../../support/web-server.ts';

/** The records that the app has, the oldest first. */
let records: AuditRecord[];
let app: WebServer;

beforeEach(async () => {
  records = [];
  app = await WebServer.start();
});

afterEach(() => app.close());

function record(action = 'start'): void {
  const number = records.length + 1;
  records.push({ ...RECORD_EXAMPLE, id: `p.demo.render.2026-03/${number}`, number, action });
}

function recordEach(count: number): void {
  for (let index = 0; index < count; index += 1) record();
}

/** A page as the app gives it; a cursor is the number of the last record that was shown. */
function pageFor({ url = '' }: IncomingMessage): WebAnswer {
  const query = new URL(url, 'http://app').searchParams;
  const [limit, isUp] = [Number(query.get('limit')), query.get('order') === 'oldest'];
  const cursor = query.get('cursor');
  const after = cursor === null ? undefined : Number(cursor);
  const inOrder = isUp ? records : records.toReversed();
  const rest = inOrder.filter(({ number }) => after === undefined || (isUp ? number > after : number < after));
  const shown = rest.slice(0, limit);
  const end = shown.at(-1)?.number ?? after;
  const body = {
    records: shown,
    cursor: rest.length > limit ? String(end) : null,
    ...(isUp && end !== undefined && { resume: String(end) }),
  };
  return { text: JSON.stringify(body) };
}

async function run(...parameters: readonly string[]) {
  const said = { out: '', error: '' };
  const code = await main([...parameters, '--app', `http://${app.host}`, '--key', 'k'], {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  return { lines: said.out.trim().split('\n'), code };
}

describe('an act that is followed', () => {
  it('is shown to its end where it has more records than a page', async () => {
    recordEach(1500);
    let looks = 0;
    app.answer = (request) => {
      if (request.method === 'POST') return { status: 202, text: JSON.stringify({ correlation: 'c' }) };
      looks += 1;
      if (looks === 3) record('start.ended');
      return looks > 20 ? { status: 500 } : pageFor(request);
    };
    const { lines, code } = await run('start', 'demo/render', '--all', '--reason', 'why', '--follow');
    expect(code).toBe(0);
    expect(lines).toHaveLength(1 + 1501);
    expect(lines.at(-1)).toContain('start.ended');
  });
});

describe('watch', () => {
  it('shows each new record, however many are written between two looks', async () => {
    recordEach(300);
    let looks = 0;
    app.answer = (request) => {
      const isNewLook = !request.url?.includes('cursor=');
      if (isNewLook) looks += 1;
      if (isNewLook && looks === 2) recordEach(700);
      return looks === 3 ? { status: 500 } : pageFor(request);
    };
    const { lines } = await run('watch', '--ids');
    const numbers = lines.map((line) => Number(/\/(\d+) /.exec(line)?.[1]));
    expect(numbers).toEqual(Array.from({ length: 900 }, (_, index) => index + 101));
  });
});
