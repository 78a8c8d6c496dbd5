import { readFile, writeFile } from 'node:fs/promises';
import { APP_FOLDER, buildAppFolder } from './app-folder.ts';
import { zipFolder } from './zip-folder.ts';

const { name, version } = JSON.parse(await readFile('package.json', 'utf8')) as { name: string; version: string };
const file = `dist/${name}-${version}.zip`;

await buildAppFolder();
const { bytes, files } = await zipFolder(APP_FOLDER);
await writeFile(file, bytes);
const lines = files.map(({ path, size }) => `${String(size).padStart(10)}  ${path}`);
process.stdout.write(`${lines.join('\n')}\n${String(bytes.length).padStart(10)}  ${file}\n`);
