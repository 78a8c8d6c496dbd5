import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestStorage } from '../support/local-storage.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'storage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function rows(storage: TestStorage): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { rowKey, etag, ...entity } of storage.table('Things').listEntities())
    found.push(`${rowKey} ${entity['value']} ${etag}`);
  return found;
}

async function fill(storage: TestStorage): Promise<void> {
  const things = storage.table('Things');
  await things.createTable();
  await storage.table('Gone').createTable();
  for (const rowKey of ['a', 'b', 'c']) await things.createEntity({ partitionKey: 'p', rowKey, value: 1 });
  await things.updateEntity({ partitionKey: 'p', rowKey: 'a', value: 2 }, 'Merge');
  await things.deleteEntity('p', 'b');
  await things.submitTransaction([
    ['create', { partitionKey: 'p', rowKey: 'd', value: 4 }],
    ['update', { partitionKey: 'p', rowKey: 'c', value: 3 }, 'Replace'],
  ]);
  await storage.table('Gone').deleteTable();
}

describe('tables in a folder', () => {
  it('are the same when they are opened again, also after a kill', async () => {
    const storage = await TestStorage.start(folder);
    await fill(storage);
    const before = await rows(storage);
    expect(before.map((row) => row.slice(0, 3))).toEqual(['a 2', 'c 3', 'd 4']);
    // Opened again while the first still runs: nothing was closed or flushed, as after a kill.
    const again = await TestStorage.start(folder);
    expect(await rows(again)).toEqual(before);
    await again.table('Things').updateEntity({ partitionKey: 'p', rowKey: 'a', value: 9 }, 'Merge', {
      etag: before[0]?.split(' ').slice(2).join(' ') ?? '',
    });
    await expect(again.table('Gone').createEntity({ partitionKey: 'p', rowKey: 'r' })).rejects.toThrow();
    await again.close();
    const third = await TestStorage.start(folder);
    expect((await rows(third)).map((row) => row.slice(0, 3))).toEqual(['a 9', 'c 3', 'd 4']);
    await Promise.all([third.close(), storage.close()]);
  });

  it('are not opened where a line is damaged, which is named', async () => {
    const storage = await TestStorage.start(folder);
    await fill(storage);
    await storage.close();
    const file = join(folder, 'tables.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"document"', '"docu'));
    await expect(TestStorage.start(folder)).rejects.toThrow(`of ${file} is damaged`);
  });

  it('pass over a last line that was cut off', async () => {
    const storage = await TestStorage.start(folder);
    await fill(storage);
    const before = await rows(storage);
    await storage.close();
    appendFileSync(join(folder, 'tables.jsonl'), '{"c":"devstoreaccount1$Things","document":{"Part');
    const again = await TestStorage.start(folder);
    expect(await rows(again)).toEqual(before);
    await again.close();
  });
});
