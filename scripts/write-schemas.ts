import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { jsonSchemaOf, SCHEMA_KINDS } from '../src/documents/json-schema.ts';

const FOLDER = join(import.meta.dirname, '..', 'schemas');

await mkdir(FOLDER, { recursive: true });
for (const kind of SCHEMA_KINDS) {
  const file = join(FOLDER, `${kind}.schema.json`);
  await writeFile(file, `${JSON.stringify(jsonSchemaOf(kind), undefined, 2)}\n`);
  process.stdout.write(`${file}\n`);
}
