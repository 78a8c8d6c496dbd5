import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/adapters/clock.ts';
import { CLOSING } from '../../src/app/outbound/closing-event.ts';
import { signatureHeaders } from '../../src/app/outbound/sign-event.ts';
import { EVENT_TYPES, TEST, WINDOW_CLOSING } from '../../src/core/outbound/event-type.ts';
import { MOST_ATTEMPTS } from '../../src/core/outbound/retry-delay.ts';
import { parseSubscription } from '../../src/documents/subscriptions/subscription-document.ts';
import { fromEventText } from '../../src/ports/event-messages.ts';
import { blocksIn } from '../support/json-blocks.ts';

const PAGE = 'docs/events.md';
const blocks = blocksIn(PAGE);
const text = readFileSync(PAGE, 'utf8');
const documents = blocks.filter(({ language }) => language === 'json').map((block) => block.text);

it('shows events and subscriptions that are some', () => {
  const events = documents.filter((document) => document.includes('specversion')).map(fromEventText);
  expect(events.map(({ type }) => type)).toEqual(['lamplighter.gate.failed', WINDOW_CLOSING]);
  expect(CLOSING.safeParse(events[1]?.data).error).toBeUndefined();
  const subscriptions = documents.filter((document) => document.includes('"events"'));
  expect(subscriptions.map((document) => parseSubscription(JSON.parse(document)).ok)).toEqual([true, true, true]);
});

it('names every type of event, and no other', () => {
  const rows = text.split('\n').filter((line) => line.startsWith('| `lamplighter.'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, type]) => type));
  expect(named.toSorted()).toEqual([...EVENT_TYPES, TEST].toSorted());
});

it('counts the attempts', () => {
  expect(MOST_ATTEMPTS).toBe(9);
  expect(text).toContain('nine attempts');
});

it('verifies a delivery as it says', async () => {
  const code = blocks.find(({ language }) => language === 'js')?.text ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'lamplighter-verify-'));
  try {
    const file = join(folder, 'verify.mjs');
    writeFileSync(file, code.replace("'standardwebhooks'", JSON.stringify(import.meta.resolve('standardwebhooks'))));
    const { eventIn } = await import(pathToFileURL(file).href);
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const body = '{"id":"1"}';
    const headers = signatureHeaders([secret], { id: '1', at: await systemClock.now(), body });
    expect(eventIn(headers, body, secret)).toEqual({ id: '1' });
    expect(() => eventIn(headers, `${body} `, secret)).toThrow('No matching signature found');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
