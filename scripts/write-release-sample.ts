import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleRows } from '../test/releases/sample-rows.ts';

/**
 * Writes what the app of this version leaves in its tables, for the tests of every version to come. Run it once for each release:
 *
 *   node scripts/write-release-sample.ts 0.1.0
 */
const version = process.argv[2];
if (version === undefined || !/^\d+\.\d+\.\d+$/.test(version)) throw new Error('A version such as 0.1.0 is expected.');
const folder = join('test', 'releases', version);
mkdirSync(folder, { recursive: true });
for (const [table, rows] of Object.entries(await sampleRows()))
  writeFileSync(join(folder, `${table}.json`), `${JSON.stringify(rows, null, 1)}\n`);
process.stdout.write(`${folder}\n`);
