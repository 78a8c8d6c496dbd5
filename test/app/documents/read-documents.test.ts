import { describe, expect, it } from 'vitest';
import { type DocumentSources, readDocuments, readPolicies } from '../../../src/app/documents/read-documents.ts';
import { rememberDocuments } from '../../../src/app/evaluation/documents-at.ts';
import { headingsOf } from '../../../src/core/plan/documents.ts';
import { UNGUARDED } from '../../../src/ports/attempts.ts';
import type { DocumentKind, DocumentStore } from '../../../src/ports/documents.ts';
import type { PoolNotes } from '../../../src/ports/pool-notes.ts';
import { minutes, NOON } from '../../support/builders.ts';

const SCHEDULE = { id: 'nights', timeZone: 'Etc/UTC', windows: [] };
const POLICY = { id: 'render', pools: ['render'], schedules: ['nights'] };

type Texts = Readonly<Partial<Record<DocumentKind, Readonly<Record<string, string>>>>>;

/** Documents in memory that counts how often they are read, and fails when it is told to. */
class MemoryDocuments implements Pick<DocumentStore, 'list'> {
  readonly texts: Texts;
  reads = 0;
  nextError: Error | undefined;

  constructor(texts: Texts) {
    this.texts = texts;
  }

  list(kind: DocumentKind) {
    if (kind === 'policies') this.reads += 1;
    const error = this.nextError;
    if (kind === 'policies') this.nextError = undefined;
    if (error !== undefined) return Promise.reject(error);
    const stored = Object.entries(this.texts[kind] ?? {});
    return Promise.resolve(stored.map(([id, text]) => ({ kind, id, text, version: `v-${id}`, actor: 'me' })));
  }
}

const NO_NOTES = { list: () => Promise.resolve([]) } as Partial<PoolNotes> as PoolNotes;

const NO_CALENDARS: DocumentSources['calendars'] = {
  read: () => Promise.resolve({ ok: false, fault: 'there is no calendar here' }),
  copies: () => Promise.resolve([]),
  sweep: () => Promise.resolve(0),
};

/** Documents in memory, with no calendar but those that they say themselves. */
function sourcesOf(texts: Texts) {
  const documents = new MemoryDocuments(texts) as MemoryDocuments & DocumentStore;
  const clock = { now: () => Promise.resolve(NOON) };
  return {
    attempts: UNGUARDED,
    documents,
    overrides: NO_NOTES,
    announcements: NO_NOTES,
    circuitResets: NO_NOTES,
    calendars: NO_CALENDARS,
    clock,
  };
}

function policies(text: string) {
  return readDocuments(sourcesOf({ policies: { render: text } }), NOON);
}

describe('readPolicies', () => {
  it('gives the same policies for the same list, so that what is computed for all of them is kept', async () => {
    const { documents } = sourcesOf({ policies: { render: JSON.stringify(POLICY) } });
    const list = await documents.list('policies');
    const kept = { documents: { ...documents, list: async () => list } };
    expect(headingsOf({ policies: await readPolicies(kept) })).toBe(headingsOf({ policies: await readPolicies(kept) }));
    expect(await readPolicies({ documents })).not.toBe(await readPolicies(kept));
  });
});

describe('readDocuments', () => {
  it('gives the same policy and schedule for a text that is fetched again, so that what is computed for them is kept', async () => {
    const texts = (min: number) => ({
      schedules: { nights: JSON.stringify({ ...SCHEDULE, outside: { min } }) },
      policies: { render: JSON.stringify(POLICY) },
    });
    const meaning = async (min: number) => {
      const { schedules, policies: read } = await readDocuments(sourcesOf(texts(min)), NOON);
      return [schedules.get('nights'), read.get('render')].map(
        (one) => one !== undefined && 'value' in one && one.value,
      );
    };
    const [[schedule, policy], [sameSchedule, samePolicy]] = [await meaning(1), await meaning(1)];
    expect(sameSchedule).toBe(schedule);
    expect(samePolicy).toBe(policy);
    const [changed] = await meaning(2);
    expect(changed).toMatchObject({ outside: { min: expect.anything() } });
    expect(changed).not.toEqual(schedule);
  });

  it('reads every document, by its id, with its version', async () => {
    const texts = {
      schedules: { nights: JSON.stringify(SCHEDULE) },
      policies: { render: JSON.stringify(POLICY), other: '{"id":"other"}' },
    };
    const documents = await readDocuments(sourcesOf(texts), NOON);
    expect([...documents.schedules]).toMatchObject([['nights', { version: 'v-nights', value: { id: 'nights' } }]]);
    expect([...documents.policies]).toMatchObject([
      ['render', { version: 'v-render', value: { id: 'render', pools: ['render'], schedules: ['nights'] } }],
      ['other', { version: 'v-other', value: { id: 'other', pools: [] } }],
    ]);
  });

  it.each([
    ['no JSON', '{"id":', /^\$: not JSON: /, undefined],
    ['an empty text', '', /^\$: not JSON: /, undefined],
    ['null', 'null', /^\$: a policy is expected/, undefined],
    ['a list', '[]', /^\$: a policy is expected/, undefined],
    [
      'a fault beside its pools',
      '{"id":"render","pools":["a","b-*"],"door":{}}',
      /^\$\.door: there is no/,
      ['a', 'b-*'],
    ],
    ['pools that are a text', '{"id":"render","pools":"a"}', /^\$\.pools: /, undefined],
    ['pools of which one is none', '{"id":"render","pools":["a",5]}', /^\$\.pools\[1\]: /, undefined],
    ['a fault and no pools', '{"id":"render","mode":"x"}', /^\$\.mode: /, undefined],
    // said by no pattern that we know, but said
    ['a pattern that is none', '{"id":"render","pools":["a b"]}', /^\$\.pools\[0\]: /, ['a b']],
  ])('keeps one that cannot be read, as that: %s', async (_, text, fault, pools) => {
    const read = await policies(text);
    expect(read.policies.get('render')).toMatchObject({
      version: 'v-render',
      fault: expect.stringMatching(fault),
      pools,
    });
    expect(headingsOf(read)).toEqual([{ id: 'render', pools, fault: expect.stringMatching(fault) }]);
  });

  it('keeps a schedule that cannot be read', async () => {
    const { schedules } = await readDocuments(sourcesOf({ schedules: { nights: '{"id":"nights"}' } }), NOON);
    expect(schedules.get('nights')).toMatchObject({ fault: '$.timeZone: a time zone is expected' });
  });

  it('gives sound policies a heading without a fault', async () => {
    expect(headingsOf(await policies(JSON.stringify(POLICY)))).toEqual([{ id: 'render', pools: ['render'] }]);
  });
});

describe('rememberDocuments', () => {
  const store = () => sourcesOf({ policies: { render: JSON.stringify(POLICY) } });
  const LATER = NOON.add(minutes(1));

  it('reads once for all evaluations of a tick, also at the same moment', async () => {
    const sources = store();
    const { documents } = sources;
    const { documentsAt } = rememberDocuments(sources);
    const all = await Promise.all([documentsAt(NOON), documentsAt(NOON.add(minutes(0))), documentsAt(NOON)]);
    expect(new Set([...all, await documentsAt(NOON)]).size).toBe(1);
    expect(all[0]?.policies.get('render')).toMatchObject({ value: { id: 'render' } });
    expect(documents.reads).toBe(1);
  });

  it('reads again for another tick, and remembers only the last', async () => {
    const sources = store();
    const { documents } = sources;
    const { documentsAt } = rememberDocuments(sources);
    for (const tick of [NOON, LATER, LATER, NOON]) await documentsAt(tick);
    expect(documents.reads).toBe(3);
  });

  it('does not remember a failure', async () => {
    const sources = store();
    const { documents } = sources;
    const { documentsAt } = rememberDocuments(sources);
    documents.nextError = new Error('The table is away.');
    await expect(documentsAt(NOON)).rejects.toThrow('The table is away.');
    expect((await documentsAt(NOON)).policies.size).toBe(1);
    await documentsAt(NOON);
    expect(documents.reads).toBe(2);
  });
});
