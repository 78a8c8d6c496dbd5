import { existsSync } from 'node:fs';
import { copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BUNDLE, buildApp } from '../src/local/build-app.ts';
import { writeWhole } from '../src/local/write-whole.ts';
import { bundledPackages, noticesText } from './third-party-notices.ts';

/** What is deployed: this folder, and nothing beside it. */
export const APP_FOLDER = dirname(BUNDLE);

const MAIN = 'lamplighter.cjs';

/** The folder in which people who deploy the app put their own documents, calendars and saved prices. */
const OWN_FILES = 'documents';

/**
 * Writes the folder that is deployed: the bundles, the dashboard, host.json, a package.json that points to the bundle, the
 * licences of what is bundled, and a copy of the folder `documents` if there is one. What was in the folder before is deleted.
 * @throws Error if the source cannot be bundled, or something bundled has no licence that allows it
 */
export async function buildAppFolder(folder: string = APP_FOLDER, ownFiles: string = OWN_FILES): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const inputs = await buildApp(join(folder, MAIN));
  await Promise.all([
    // Half a manifest, of a build that was ended, would keep every later start from loading the app.
    writeWhole(join(folder, 'package.json'), await deployedManifest()),
    writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesText(bundledPackages(inputs))),
    copyFile('host.json', join(folder, 'host.json')),
    copyFile('LICENSE', join(folder, 'LICENSE')),
    ...(existsSync(ownFiles) ? [cp(ownFiles, join(folder, OWN_FILES), { recursive: true })] : []),
  ]);
}

/** No dependencies and no scripts: whoever deploys it has nothing to install and nothing to run. */
async function deployedManifest(): Promise<string> {
  const { name, version, description, license, engines } = JSON.parse(await readFile('package.json', 'utf8'));
  return `${JSON.stringify({ name, version, description, license, private: true, main: MAIN, engines }, null, 2)}\n`;
}
