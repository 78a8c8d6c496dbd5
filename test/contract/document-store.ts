import { describe, expect, it } from 'vitest';
import { asciiJson } from '../../src/core/text/ascii-json.ts';
import type { DocumentStore } from '../../src/ports/documents.ts';
import { type Backend, onEach } from './backend.ts';

const DOCUMENT = { kind: 'schedules', id: 'office-hours', text: '{"id":"office-hours"}', actor: 'me' } as const;

/** What every store of documents does: ordered by id, versions by text, and nobody writes over what was not seen. */
export function documentStoreContract(backend: Backend<DocumentStore>): void {
  describe('documents', () => {
    let documents: DocumentStore;
    onEach(backend, (port) => {
      documents = port;
    });

    it('come back as they were written, ordered by id', async () => {
      const large = { ...DOCUMENT, id: 'a-large-one', text: asciiJson({ description: 'ä'.repeat(20_000) }) };
      const saved = [await documents.put(DOCUMENT, 'absent'), await documents.put(large, 'absent')];
      expect(await documents.get('schedules', 'office-hours')).toEqual(saved[0]);
      expect(await documents.list('schedules')).toEqual(saved.toReversed());
      expect(await documents.list('policies')).toEqual([]);
    });

    it('have a version that changes with their text and with nothing else', async () => {
      const { version } = await documents.put(DOCUMENT, 'absent');
      const same = await documents.put({ ...DOCUMENT, actor: 'you' }, { oneOf: [version] });
      const other = await documents.put({ ...DOCUMENT, text: '{}' }, { oneOf: [version] });
      expect(same.version).toBe(version);
      expect(other.version).not.toBe(version);
    });

    it.each([
      ['a new one over one that is there', 'absent', 'is there already'],
      ['one over another version', { oneOf: ['other'] }, 'has been changed since'],
    ] as const)('are not written: %s', async (_, expected, message) => {
      await documents.put(DOCUMENT, 'absent');
      await expect(documents.put({ ...DOCUMENT, text: '{}' }, expected)).rejects.toMatchObject({
        code: 'DocumentChanged',
        message: expect.stringContaining(message),
      });
      expect(await documents.get('schedules', 'office-hours')).toMatchObject({ text: DOCUMENT.text });
    });

    it('are not changed where they are not', async () => {
      await expect(documents.put(DOCUMENT, { oneOf: ['some'] })).rejects.toMatchObject({ code: 'DocumentChanged' });
      await expect(documents.delete('schedules', 'none', 'any')).rejects.toMatchObject({ code: 'DocumentNotFound' });
      expect(await documents.get('schedules', 'office-hours')).toBeUndefined();
    });

    it('let one of many writers win', async () => {
      const { version } = await documents.put(DOCUMENT, 'absent');
      const writes = Array.from({ length: 8 }, (_, index) =>
        backend.open().put({ ...DOCUMENT, text: `{"n":${index}}` }, { oneOf: [version] }),
      );
      const results = await Promise.allSettled(writes);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('are deleted only in the version that was seen', async () => {
      const { version } = await documents.put(DOCUMENT, 'absent');
      await expect(documents.delete('schedules', 'office-hours', { oneOf: ['other'] })).rejects.toMatchObject({
        code: 'DocumentChanged',
      });
      await documents.delete('schedules', 'office-hours', { oneOf: [version] });
      expect(await documents.list('schedules')).toEqual([]);
    });
  });
}
