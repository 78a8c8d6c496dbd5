import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../src/app/documents/delete-document.ts';
import { saveDocument } from '../../../src/app/documents/save-document.ts';
import { seedDocuments } from '../../../src/app/documents/seed-documents.ts';
import type { DocumentFile, DocumentKind } from '../../../src/ports/documents.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const SCHEDULE = { id: 'nights', timeZone: 'Etc/UTC', windows: [] };
const TOKYO = { ...SCHEDULE, timeZone: 'Asia/Tokyo' };
const POLICY = { id: 'render', pools: ['render'], schedules: ['nights'] };

function aFile(kind: DocumentKind, document: unknown, file = 'document.json'): DocumentFile {
  return { kind, file, text: typeof document === 'string' ? document : JSON.stringify(document, null, 2) };
}

function seed(...files: readonly DocumentFile[]) {
  return seedDocuments({ ...system.ports, documentFiles: { read: () => Promise.resolve(files) } });
}

async function content(kind: DocumentKind, id: string): Promise<unknown> {
  const document = await system.ports.documents.get(kind, id);
  return document && JSON.parse(document.text);
}

async function records() {
  const { records: newestFirst } = await system.ports.audit.page({ limit: 1000 });
  return newestFirst.toReversed();
}

describe('seedDocuments', () => {
  it('takes over documents, schedules before the policies that name them', async () => {
    const seeding = await seed(aFile('policies', POLICY), aFile('schedules', SCHEDULE));
    expect(seeding).toEqual({ written: ['schedules/nights', 'policies/render'], problems: [] });
    expect(await content('policies', 'render')).toEqual(POLICY);
    expect(await system.ports.documents.get('schedules', 'nights')).toMatchObject({ actor: 'files' });
    expect(await records()).toMatchObject([
      { actor: 'files', action: 'schedule.put', reason: 'schedules/nights created', after: SCHEDULE },
      { actor: 'files', action: 'policy.put', reason: 'policies/render created', after: POLICY },
    ]);
  });

  it('reads the folders of the setting', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'lamplighter-'));
    try {
      for (const kind of ['schedules', 'policies']) await mkdir(join(folder, kind));
      await writeFile(join(folder, 'schedules', 'nights.json'), JSON.stringify(SCHEDULE));
      await writeFile(join(folder, 'schedules', 'README.md'), 'Not a document.');
      await writeFile(join(folder, 'policies', 'render.json'), JSON.stringify(POLICY));
      const seeding = await seedDocuments(system.compose({ LAMPLIGHTER_DOCUMENTS: folder }));
      expect(seeding).toEqual({ written: ['schedules/nights', 'policies/render'], problems: [] });
      // A file that cannot be read must not stop the tick for which this is done.
      await mkdir(join(folder, 'rules', 'old.json'), { recursive: true });
      const { failure } = await seedDocuments(system.compose({ LAMPLIGHTER_DOCUMENTS: folder }));
      expect(failure).toMatch(/not all taken over: .*EISDIR/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('takes over nothing where there are no files, or no folder is set', async () => {
    const nothing = { written: [], problems: [] };
    expect(await seed()).toEqual(nothing);
    expect(await seedDocuments(system.ports)).toEqual(nothing);
  });

  it('says that the folder of the setting is not there', async () => {
    expect(await seedDocuments(system.compose({ LAMPLIGHTER_DOCUMENTS: '/nowhere' }))).toEqual({
      written: [],
      problems: [],
      failure:
        'The documents in files were not all taken over: LAMPLIGHTER_DOCUMENTS names /nowhere, and there is no such folder.',
    });
  });

  it('writes nothing where a file says what is there already', async () => {
    await seed(aFile('schedules', SCHEDULE));
    expect(await seed(aFile('schedules', JSON.stringify(SCHEDULE)))).toEqual({ written: [], problems: [] });
    expect(await records()).toHaveLength(1);
  });

  it('follows a file', async () => {
    await seed(aFile('schedules', SCHEDULE));
    expect(await seed(aFile('schedules', TOKYO))).toEqual({ written: ['schedules/nights'], problems: [] });
    expect(await content('schedules', 'nights')).toEqual(TOKYO);
    expect((await records())[1]).toMatchObject({ reason: 'schedules/nights changed', before: SCHEDULE, after: TOKYO });
  });

  it('leaves a document to who has changed it', async () => {
    await seed(aFile('schedules', SCHEDULE));
    const changed = { kind: 'schedules', id: 'nights', value: TOKYO, actor: 'me', expected: 'any' } as const;
    await saveDocument(system.ports, changed);
    const later = { ...SCHEDULE, timeZone: 'America/New_York' };
    expect(await seed(aFile('schedules', later))).toEqual({ written: [], problems: [] });
    expect(await content('schedules', 'nights')).toEqual(TOKYO);
    expect(await records()).toHaveLength(2);
  });

  it('leaves a document to who made it before there was a file', async () => {
    const made = { kind: 'schedules', id: 'nights', value: TOKYO, actor: 'me', expected: undefined } as const;
    await saveDocument(system.ports, made);
    expect(await seed(aFile('schedules', SCHEDULE))).toEqual({ written: [], problems: [] });
    expect(await content('schedules', 'nights')).toEqual(TOKYO);
  });

  it('keeps a document whose file is gone', async () => {
    await seed(aFile('schedules', SCHEDULE));
    await seed();
    expect(await content('schedules', 'nights')).toEqual(SCHEDULE);
  });

  it('brings back a document that somebody has removed, as long as its file is there', async () => {
    await seed(aFile('schedules', SCHEDULE));
    await deleteDocument(system.ports, { kind: 'schedules', id: 'nights', actor: 'me', expected: 'any' });
    await seed(aFile('schedules', SCHEDULE));
    expect(await content('schedules', 'nights')).toEqual(SCHEDULE);
  });

  it('comes to rest where two files say the same id', async () => {
    const files = [aFile('schedules', SCHEDULE, 'a.json'), aFile('schedules', TOKYO, 'b.json')];
    await seed(...files);
    expect((await seed(...files)).written).toEqual([]);
  });
});

describe('a file that is wrong', () => {
  it.each([
    ['no JSON', '{"id":', 'schedules/nights', /^schedules\/nights\.json: \$: not JSON: /],
    ['no object', '[]', 'schedules/nights', /^schedules\/nights\.json: \$: a schedule is expected/],
    [
      'two faults',
      '{"id":"nights","timeZone":"x","windows":5}',
      'schedules/nights',
      /^schedules\/nights\.json: \$\.timeZone: an IANA .*; \$\.windows: a list of windows is expected$/,
    ],
    ['an id that is none', '{"id":5}', 'schedules/nights', /^schedules\/nights\.json: \$\.id: an id is expected; /],
    [
      'another id',
      '{"id":"days","timeZone":"x","windows":[]}',
      'schedules/days',
      /^schedules\/nights\.json: \$\.timeZone/,
    ],
  ])('changes nothing and is written down: %s', async (_, text, document, problem) => {
    const seeding = await seed(aFile('schedules', text, 'nights.json'));
    expect(seeding).toEqual({ written: [], problems: [expect.stringMatching(problem)] });
    expect(await system.ports.documents.list('schedules')).toEqual([]);
    expect(await records()).toMatchObject([
      {
        actor: 'files',
        action: 'document.refused',
        phase: 'event',
        subject: { document },
        reason: seeding.problems[0],
      },
    ]);
  });

  it('leaves the document that it was before, and the others go on', async () => {
    await seed(aFile('schedules', SCHEDULE, 'a.json'));
    const seeding = await seed(
      aFile('schedules', { ...SCHEDULE, timeZone: 'x' }, 'a.json'),
      aFile('schedules', { ...SCHEDULE, id: 'days' }, 'b.json'),
      aFile('policies', POLICY),
    );
    expect(seeding.written).toEqual(['schedules/days', 'policies/render']);
    expect(seeding.problems).toHaveLength(1);
    expect(await content('schedules', 'nights')).toEqual(SCHEDULE);
  });

  it('takes the policies with it that name its schedule', async () => {
    const { written, problems } = await seed(aFile('policies', POLICY), aFile('schedules', '{', 'nights.json'));
    expect(written).toEqual([]);
    expect(problems).toEqual([
      expect.stringMatching(/^schedules\/nights\.json: /),
      "policies/document.json: $.schedules[0]: there is no schedule 'nights'",
    ]);
  });

  it('names a member that it gives more than once', async () => {
    const text = JSON.stringify(SCHEDULE).replace('"windows":[]', '"windows":[],"windows":[]');
    const { problems } = await seed(aFile('schedules', text));
    expect(problems).toEqual(['schedules/document.json: $.windows: it is given more than once']);
  });

  it('is written down once for each seeding', async () => {
    for (let turn = 0; turn < 3; turn += 1) await seed(aFile('schedules', '{', 'nights.json'));
    expect(await records()).toHaveLength(3);
  });

  it('is written down though its text is long', async () => {
    const windows = Array.from({ length: 100 }, () => ({ unknown: 1 }));
    const { problems } = await seed(aFile('schedules', { ...SCHEDULE, windows }, 'nights.json'));
    expect(problems).toHaveLength(1);
    expect(await records()).toMatchObject([{ action: 'document.refused' }]);
  });
});
