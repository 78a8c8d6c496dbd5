import { expect, it } from 'vitest';
import { Journal, type JournalEvent } from '../../../src/emulator/world/journal.ts';

const MEBI = 1024 * 1024;
const AT = '2026-03-02T12:00:00Z';

function aRequest(body: unknown): JournalEvent {
  return { kind: 'request', operation: 'Tasks_CreateTask', method: 'POST', path: '/', query: {}, status: 201, body };
}

function numbersIn(journal: Journal): readonly number[] {
  return journal.entries({ after: 0, limit: 1_000_000, kind: undefined }).map(({ number }) => number);
}

it('a journal forgets the oldest entries if their bodies are too long together, however few they are', () => {
  const journal = new Journal(1_000_000);
  for (let number = 1; number <= 200; number++) journal.record(AT, aRequest({ number }), MEBI);
  const numbers = numbersIn(journal);
  expect(numbers.length).toBeLessThanOrEqual(71);
  expect(numbers.length).toBeGreaterThanOrEqual(63);
  expect([numbers.at(0), numbers.at(-1)]).toEqual([journal.forgotten + 1, 200]);
});

it('a journal that was saved forgets its long bodies too', () => {
  const journal = new Journal(1_000_000);
  const body = 'x'.repeat(MEBI);
  const entries = Array.from({ length: 70 }, (_, index) => ({ number: index + 1, at: AT, ...aRequest(body) }));
  journal.restore({ number: 70, entries });
  for (let count = 0; count < 10; count++) journal.record(AT, aRequest(body), MEBI);
  expect(numbersIn(journal).length).toBeLessThanOrEqual(71);
  expect(numbersIn(journal).at(-1)).toBe(80);
});
