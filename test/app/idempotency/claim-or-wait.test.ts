import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimTable } from '../../../src/adapters/tables/claim-table.ts';
import { claimOrWait } from '../../../src/app/idempotency/claim-or-wait.ts';
import type { ClaimStore, KeptClaim } from '../../../src/ports/claim-store.ts';
import { TestStorage } from '../../support/local-storage.ts';
import { noWaiting } from '../../support/no-waiting.ts';

const NOON = Temporal.Instant.from('2026-03-02T12:00:00Z');
const PATIENCE = { lookMs: 60_000, looks: 3 };
const { pause } = noWaiting();

let storage: TestStorage;
let claims: ClaimStore;
beforeAll(async () => {
  storage = await TestStorage.start();
  claims = claimTable(storage.tables('Claims'), { now: async () => NOON });
});
afterAll(() => storage.close());

const claimOf = (key: string, text = 'mine') => ({ scope: 'event', key, text, until: NOON.add({ hours: 1 }) }) as const;

it('gives a thing that nobody has claimed to whoever asks', async () => {
  const attempt = { claim: () => claimOf('free'), settled: () => 'never asked', patience: PATIENCE };
  expect(await claimOrWait({ claims, pause }, attempt)).toEqual({ kind: 'mine' });
});

it('waits for what the holder comes to, and gives that', async () => {
  await claims.claim(claimOf('held', 'theirs'));
  const looks: string[] = [];
  const settled = ({ text }: KeptClaim) => {
    looks.push(text);
    return looks.length < 2 ? undefined : `done by ${text}`;
  };
  const claimed = await claimOrWait({ claims, pause }, { claim: () => claimOf('held'), settled, patience: PATIENCE });
  expect(claimed).toEqual({ kind: 'settled', found: 'done by theirs' });
  expect(looks).toEqual(['theirs', 'theirs']);
});

it('gives the thing to one who waits, when its holder lets it go', async () => {
  await claims.claim(claimOf('given-up', 'theirs'));
  const settled = async () => {
    await claims.forget('event', 'given-up');
    return undefined;
  };
  const claimed = await claimOrWait(
    { claims, pause },
    { claim: () => claimOf('given-up'), settled, patience: PATIENCE },
  );
  expect(claimed).toEqual({ kind: 'mine' });
});

it('says that the holder is at work, and what it claimed, after so many looks', async () => {
  await claims.claim(claimOf('slow', 'theirs'));
  let looks = 0;
  const settled = () => {
    looks += 1;
    return undefined;
  };
  const claimed = await claimOrWait({ claims, pause }, { claim: () => claimOf('slow'), settled, patience: PATIENCE });
  expect(claimed).toMatchObject({ kind: 'busy', there: { text: 'theirs' } });
  expect(looks).toBe(PATIENCE.looks);
});
