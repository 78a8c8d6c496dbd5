import { describe, expect, it } from 'vitest';
import { deleteDocument } from '../../../src/app/documents/delete-document.ts';
import { type DocumentToSave, saveDocument } from '../../../src/app/documents/save-document.ts';
import { AppError } from '../../../src/ports/errors.ts';
import { TestSystem } from '../../support/test-system.ts';

const system = TestSystem.forEachTest();

const SCHEDULE = { id: 'nights', timeZone: 'Etc/UTC', windows: [] };
const POLICY = { id: 'render', schedules: ['nights'] };

function save(overrides: Partial<DocumentToSave> = {}) {
  return saveDocument(system.ports, {
    kind: 'schedules',
    id: 'nights',
    value: SCHEDULE,
    actor: 'me',
    expected: undefined,
    ...overrides,
  });
}

async function records() {
  const { records: newestFirst } = await system.ports.audit.page({ limit: 1000 });
  return newestFirst.toReversed();
}

describe('saveDocument', () => {
  it('keeps who wrote it, and says that it is new', async () => {
    const { document, created } = await save();
    expect(created).toBe(true);
    expect(document).toEqual({
      kind: 'schedules',
      id: 'nights',
      version: expect.stringMatching(/^[0-9a-f]{16}$/),
      text: JSON.stringify(SCHEDULE),
      actor: 'me',
    });
    expect(await system.ports.documents.get('schedules', 'nights')).toEqual(document);
  });

  it('writes one record at the time of the clock, with a correlation of its own', async () => {
    await save();
    await system.account.advance('PT5M');
    await save({ value: { ...SCHEDULE, timeZone: 'Asia/Tokyo' }, expected: 'any', actor: 'you' });
    const [first, second, ...more] = await records();
    expect(more).toEqual([]);
    expect(first).toMatchObject({ action: 'schedule.put', actor: 'me', phase: 'event', after: SCHEDULE });
    expect(first?.at.toString()).toBe('2026-03-02T12:00:00Z');
    expect(second).toMatchObject({ actor: 'you', before: SCHEDULE, previous: first?.hash });
    expect(second?.at.toString()).toBe('2026-03-02T12:05:00Z');
    expect(second?.correlation).toMatch(/^[0-9a-f-]{36}$/);
    expect(second?.correlation).not.toBe(first?.correlation);
  });

  it('says that nothing was written if the record was, and its event could not be published', async () => {
    const { ports } = system;
    const append: typeof ports.audit.append = async (entries, options) => {
      await ports.audit.append(entries, options);
      throw new AppError('StorageUnavailable', 'The queue publish-events could not be used.');
    };
    system.ports = { ...ports, audit: { ...ports.audit, append } };
    await expect(save()).rejects.toThrow('publish-events');
    expect((await records()).map(({ reason }) => reason)).toEqual([
      'schedules/nights created',
      'schedules/nights not written: The queue publish-events could not be used.',
    ]);
    expect(await ports.documents.get('schedules', 'nights')).toBeUndefined();
  });

  it('leaves what is there already to who wrote it', async () => {
    const { document } = await save();
    const again = await save({ expected: { oneOf: [document.version] }, actor: 'you' });
    expect(again).toEqual({ document, created: false });
    expect(await records()).toHaveLength(1);
  });

  it('takes another order of members for another text', async () => {
    await save();
    const { windows, timeZone, id } = SCHEDULE;
    await save({ value: { windows, timeZone, id }, expected: 'any' });
    expect(await records()).toHaveLength(2);
  });

  it('checks a document before it asks for the version', async () => {
    await save();
    await expect(save({ value: { ...SCHEDULE, timeZone: 'x' } })).rejects.toMatchObject({
      code: 'InvalidDocument',
      message: "Schedule 'nights' is not valid: nothing was saved.",
      faults: [{ path: '$.timeZone' }],
    });
    await expect(save({ value: { ...SCHEDULE, timeZone: 'Asia/Tokyo' } })).rejects.toMatchObject({
      code: 'PreconditionRequired',
    });
    expect(await records()).toHaveLength(1);
  });

  it('writes over a text that cannot be read, and keeps that text in the record', async () => {
    await system.ports.documents.put({ kind: 'schedules', id: 'nights', text: '{"id":', actor: 'me' }, 'absent');
    await save({ expected: 'any' });
    expect(await records()).toMatchObject([{ before: '{"id":', after: SCHEDULE }]);
  });

  it('takes a policy whose schedules are there, also one that cannot be read', async () => {
    const policy = { kind: 'policies', id: 'render', value: POLICY } as const;
    await expect(save(policy)).rejects.toMatchObject({
      faults: [{ path: '$.schedules[0]', message: "there is no schedule 'nights'" }],
    });
    await system.ports.documents.put({ kind: 'schedules', id: 'nights', text: '{', actor: 'me' }, 'absent');
    expect(await save(policy)).toMatchObject({ created: true });
  });

  it('leaves no change without a record where the audit log fails for a moment', async () => {
    const audit = { ...system.ports.audit, append: () => Promise.reject(new Error('The audit is away.')) };
    const wanted = { kind: 'schedules', id: 'nights', value: SCHEDULE, actor: 'me', expected: undefined } as const;
    await expect(saveDocument({ ...system.ports, audit }, wanted)).rejects.toThrow('The audit is away.');
    await saveDocument(system.ports, wanted);
    expect(await records()).toMatchObject([{ action: 'schedule.put', after: SCHEDULE }]);
  });
});

describe('deleteDocument', () => {
  function remove(overrides: Partial<DocumentToSave> = {}) {
    const wanted = { kind: 'schedules', id: 'nights', actor: 'me', expected: 'any', ...overrides } as const;
    return deleteDocument(system.ports, wanted);
  }

  it('removes the document, with a record of what it said', async () => {
    await save();
    await system.account.advance('PT5M');
    await remove({ actor: 'you' });
    expect(await system.ports.documents.get('schedules', 'nights')).toBeUndefined();
    const [, record] = await records();
    expect(record).toMatchObject({
      actor: 'you',
      action: 'schedule.delete',
      phase: 'event',
      subject: { document: 'schedules/nights' },
      reason: 'schedules/nights deleted',
      before: SCHEDULE,
    });
    expect(record).not.toHaveProperty('after');
    expect(record?.at.toString()).toBe('2026-03-02T12:05:00Z');
  });

  it.each([
    ['one', ['render'], "is named by the policy 'render'"],
    ['two', ['render', 'simulations'], "is named by the policies 'render', 'simulations'"],
  ])('keeps a schedule that %s names', async (_, ids, what) => {
    await save();
    for (const id of ids) await save({ kind: 'policies', id, value: { ...POLICY, id } });
    await expect(remove()).rejects.toMatchObject({
      code: 'DocumentInUse',
      message: `Schedule 'nights' ${what}: take it out there first.`,
    });
    expect(await records()).toHaveLength(ids.length + 1);
  });

  it.each([
    ['DocumentNotFound', { id: 'days' }],
    ['DocumentNotFound', { id: 'days', expected: undefined }],
    ['PreconditionRequired', { expected: undefined }],
    ['DocumentChanged', { expected: { oneOf: ['0123456789abcdef'] } }],
    ['DocumentChanged', { expected: 'absent' }],
  ] as const)('removes nothing: %s for %j', async (code, overrides) => {
    await save();
    await expect(remove(overrides)).rejects.toMatchObject({ code });
    expect(await system.ports.documents.get('schedules', 'nights')).toBeDefined();
    expect(await records()).toHaveLength(1);
  });

  it('removes a document that cannot be read, with its bare text in the record', async () => {
    await system.ports.documents.put({ kind: 'policies', id: 'render', text: '{"id":', actor: 'me' }, 'absent');
    await remove({ kind: 'policies', id: 'render' });
    expect(await records()).toMatchObject([{ action: 'policy.delete', before: '{"id":' }]);
  });

  it('keeps a schedule that a policy names which cannot be read otherwise', async () => {
    await save();
    const text = JSON.stringify({ ...POLICY, gate: {} });
    await system.ports.documents.put({ kind: 'policies', id: 'render', text, actor: 'me' }, 'absent');
    await expect(remove()).rejects.toMatchObject({ code: 'DocumentInUse' });
  });
});
