import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { preview } from '../../src/cli/commands/preview.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Schedule } from '../../src/core/schedule/schedule.ts';
import { timelineOf } from '../../src/core/schedule/timeline.ts';
import type { Parsed } from '../../src/documents/fields/parsed.ts';
import { type OverrideView, parseOverride } from '../../src/documents/overrides/override-document.ts';
import { parsePolicy } from '../../src/documents/policies/policy-document.ts';
import { policyFindings } from '../../src/documents/policies/policy-findings.ts';
import type { CalendarsAtHand } from '../../src/documents/schedules/calendars-at-hand.ts';
import { parseSchedule } from '../../src/documents/schedules/schedule-document.ts';
import { scheduleFindings } from '../../src/documents/schedules/schedule-findings.ts';
import { GERMAN_HOLIDAYS } from '../support/calendar-text.ts';
import { type Block, blocksIn } from '../support/json-blocks.ts';

const RECIPES = 'docs/recipes.md';
const PAGES = ['README.md', 'docs/documents.md', 'docs/forecast.md', RECIPES];

type Document = Readonly<Record<string, unknown>>;

/** A block that shows only some members is read in the least document that has them. */
function documentIn({ text }: Block): Document {
  if (text.trimStart().startsWith('{')) return JSON.parse(text) as Document;
  const members = JSON.parse(`{${text}}`) as Document;
  const isSchedule = ['windows', 'exceptions', 'outside', 'expect'].some((name) => name in members);
  return { id: 'shown', ...(isSchedule && { timeZone: 'Europe/Berlin', windows: [] }), ...members };
}

/** Addresses and files of an example are not there. */
const CALENDARS: CalendarsAtHand = { at: undefined, of: () => ({ ok: true, text: GERMAN_HOLIDAYS, note: undefined }) };

/** When what is shown was written. */
const NOW = Temporal.Instant.from('2026-03-02T12:00:00Z');

function scheduleIn(document: Document): Schedule | undefined {
  return 'timeZone' in document ? soundly(parseSchedule(document, CALENDARS)) : undefined;
}

function policyIn(document: Document): Policy | undefined {
  return 'timeZone' in document || 'until' in document ? undefined : soundly(parsePolicy(document));
}

function overrideIn(document: Document): OverrideView | undefined {
  return 'until' in document ? soundly(parseOverride(document, { actor: 'me', now: NOW })) : undefined;
}

function soundly<Value>(parsed: Parsed<Value>): Value {
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}

describe.each(PAGES)('the documents of %s', (page) => {
  const blocks = blocksIn(page).filter(({ language }) => ['json', 'jsonc'].includes(language));

  it('are valid', () => {
    for (const block of blocks) {
      const document = documentIn(block);
      expect(() => [scheduleIn, policyIn, overrideIn].map((read) => read(document)), block.place).not.toThrow();
    }
  });
});

describe('the recipes', () => {
  const blocks = blocksIn(RECIPES);
  const documents = blocks.filter(({ language }) => ['json', 'jsonc'].includes(language)).map(documentIn);
  const schedules = documents.flatMap((document) => scheduleIn(document) ?? []);
  const policies = documents.flatMap((document) => policyIn(document) ?? []);

  it('have nothing in them that is probably not meant', () => {
    const findings = schedules.flatMap((one) =>
      scheduleFindings(timelineOf(one, NOW, NOW.add({ hours: 2 * 366 * 24 }))),
    );
    expect([...findings, ...policyFindings(policies)]).toEqual([]);
  });

  it('name each schedule in a policy, and no other', () => {
    const named = new Set(policies.flatMap((policy) => policy.schedules));
    expect([...named].toSorted()).toEqual(schedules.map(({ id }) => id).toSorted());
  });

  const folder = mkdtempSync(join(tmpdir(), 'lamplighter-docs-'));
  beforeAll(() => {
    for (const document of documents) writeFileSync(join(folder, `${document['id']}.json`), JSON.stringify(document));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const commands = blocks.flatMap((block, index) =>
    block.language === 'sh' ? [{ block, said: blocks[index + 1] }] : [],
  );

  it('tell of each schedule what it comes to', () => {
    const shown = commands.map(({ block }) => / preview (\S+)\.json /.exec(block.text)?.[1]);
    expect(new Set(shown)).toEqual(new Set(schedules.map(({ id }) => id)));
  });

  it.each(commands)('tell the truth at $block.place', async ({ block, said }) => {
    const words = /^npx lamplighter preview (.*) \| tail -1\n$/.exec(block.text)?.[1]?.split(' ') ?? [];
    const parameters = words.map((word) => (word.endsWith('.json') ? join(folder, word) : word));
    let output = '';
    await preview(parameters, (text) => {
      output += text;
    });
    expect(said).toEqual({ ...said, language: 'text', text: `${output.trimEnd().split('\n').at(-1)}\n` });
  });
});
