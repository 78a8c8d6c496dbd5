import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type AuditRecord, RECORD_EXAMPLE } from '../../../src/api/audit-record.ts';
import { getReplay, replayPool } from '../../../src/api/replays.ts';
import { main } from '../../../src/cli/main.ts';
import { type WebAnswer, WebServer } from '../../support/web-server.ts';

// The pauses between two looks.
vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));

/** The records that the app has, the oldest first. */
let records: AuditRecord[];
let app: WebServer;

beforeEach(async () => {
  records = [];
  app = await WebServer.start();
});

afterEach(() => app.close());

function record(action = 'start', more: Partial<AuditRecord> = {}): void {
  const number = records.length + 1;
  records.push({ ...RECORD_EXAMPLE, id: `p.demo.render.2026-03/${number}`, number, action, ...more });
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

type Answering = Extract<WebServer['answer'], (...asked: never) => unknown>;

const ACCEPTED: WebAnswer = { status: 202, text: JSON.stringify({ correlation: 'c' }) };

async function run(...parameters: readonly string[]) {
  const said = { out: '', error: '' };
  const notes = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const code = await main([...parameters, '--app', `http://${app.host}`, '--key', 'k'], {
    out: (text) => {
      said.out += text;
    },
    error: (text) => {
      said.error += text;
    },
  });
  const noted = notes.mock.calls.map(([text]) => String(text)).join('');
  notes.mockRestore();
  return { lines: said.out.trim().split('\n'), error: said.error, noted, code };
}

describe('a watch without a record', () => {
  it.each([
    [[], 'there is no record yet\n'],
    [['--pool', 'rendr'], 'there is no record that matches --pool rendr yet\n'],
  ])('says so with its filters %j, of which one may be misspelt', async (filters, noted) => {
    app.answer = pageFor;
    expect(await run('watch', '--once', ...filters)).toMatchObject({ code: 0, noted });
  });
});

describe('an act that is followed', () => {
  it('is shown to its end where it has more records than a page', async () => {
    recordEach(1500);
    let looks = 0;
    app.answer = (request) => {
      if (request.method === 'POST') return ACCEPTED;
      looks += 1;
      if (looks === 3) record('start.ended');
      return looks > 20 ? { status: 500 } : pageFor(request);
    };
    const { lines, code } = await run('start', 'demo/render', '--all', '--reason', 'why', '--follow');
    expect(code).toBe(0);
    expect(lines).toHaveLength(1 + 1501);
    expect(lines.at(-1)).toContain('start.ended');
  });

  it('goes on after the app was out of reach for a moment, and says so once', async () => {
    record();
    const looks: Answering[] = [
      () => ({ status: 503, text: 'The service is unavailable.' }),
      () => ({ status: 429 }),
      (_, response) => {
        response.destroy();
        record('start.ended');
        return undefined;
      },
    ];
    app.answer = (request, response) =>
      request.method === 'POST' ? ACCEPTED : (looks.shift() ?? pageFor)(request, response);
    const { lines, code, noted } = await run('start', 'demo/render', '--all', '--reason', 'why', '--follow');
    expect(code).toBe(0);
    expect(lines.at(-1)).toContain('start.ended');
    expect(noted).toBe(
      '503 The service is unavailable.\nThe app is asked again, for up to 5 minutes each time that this happens.\n',
    );
  });

  it.each([
    ['its node took it', [['a', 'accepted']], 0],
    ['its node needed nothing', [['a', 'unneeded']], 0],
    [
      'its node took it when it was tried again',
      [
        ['a', 'failed'],
        ['a', 'accepted'],
      ],
      0,
    ],
    [
      'one of its nodes failed',
      [
        ['a', 'failed'],
        ['b', 'accepted'],
      ],
      1,
    ],
    ['it acted on no node', [], 1, 0],
    ['it acted on no node, because all were off already', [], 0, 2],
  ] as const)('gives its exit code where %s', async (_, outcomes, expected, already: number = 0) => {
    for (const [node, outcome] of outcomes) {
      record('deallocate', { subject: `demo/render/${node}`, phase: 'intent', outcome: undefined });
      record('deallocate', { subject: `demo/render/${node}`, outcome });
    }
    record('deallocate.ended', { phase: 'event', outcome: undefined, after: { already } });
    app.answer = (request) => (request.method === 'POST' ? ACCEPTED : pageFor(request));
    const { code } = await run('deallocate', 'demo/render', '--all', '--reason', 'why', '--follow');
    expect(code).toBe(expected);
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

  it('goes on after the app was out of reach for a moment, and ends if that lasts', async () => {
    let looks = 0;
    app.answer = (request) => {
      looks += 1;
      if (looks === 3) record();
      return looks === 2 || looks > 3 ? { status: 503 } : pageFor(request);
    };
    record();
    const { lines, code, error } = await run('watch');
    expect([lines.length, code]).toEqual([2, 1]);
    expect(error).toContain('503');
    expect(looks).toBeLessThan(50);
  });

  it('ends at once if the app is out of reach at first', async () => {
    app.answer = { status: 503 };
    expect((await run('watch')).code).toBe(1);
    expect(app.requests).toHaveLength(1);
  });
});

describe('replay --pool', () => {
  it('goes on waiting after the app was out of reach for a moment', async () => {
    const running = getReplay.answers[200].content.example;
    let looks = 0;
    app.answer = ({ method }) => {
      if (method === 'POST') return { status: 202, text: JSON.stringify(replayPool.answers[202].content.example) };
      looks += 1;
      return looks === 1 ? { status: 503 } : { text: JSON.stringify({ ...running, status: 'done' }) };
    };
    expect((await run('replay', '--pool', 'demo/render', '--json')).code).toBe(0);
  });
});
