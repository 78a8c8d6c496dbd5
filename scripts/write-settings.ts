import { writeFileSync } from 'node:fs';
import { SETTINGS_DOCUMENTS } from './settings-documents.ts';

for (const [file, text] of Object.entries(SETTINGS_DOCUMENTS)) {
  writeFileSync(file, text());
  process.stdout.write(`${file}\n`);
}
