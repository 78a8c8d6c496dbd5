import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FunctionApp } from './function-app.ts';
import { captureFunctions } from './functions-core.ts';

/**
 * Loads the app in a folder: the files that `main` of its package.json names, a glob, in order.
 * @throws Error if nothing matches or a file cannot be loaded
 */
export async function loadApp(root: string): Promise<FunctionApp> {
  const { main, type } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
    readonly main?: string;
    readonly type?: string;
  };
  const files = main === undefined ? [] : globSync(main, { cwd: root }).toSorted();
  if (files.length === 0) throw new Error(`main of ${root}/package.json is '${main}', and there is no such file.`);
  forgetLoaded();
  return captureFunctions(async () => {
    for (const file of files) await loadFile(resolve(root, file), type === 'module');
  });
}

let loads = 0;

/** Each load is a new app, also of a file that was loaded before: what its parts hold belongs to the app before. */
async function loadFile(file: string, inModulePackage: boolean): Promise<void> {
  loads += 1;
  if (file.endsWith('.mjs') || (inModulePackage && file.endsWith('.js'))) {
    await import(`${pathToFileURL(file)}?${loads}`);
    return;
  }
  const require = createRequire(file);
  forget((loaded) => loaded.startsWith(`${dirname(file)}${sep}`));
  require(file);
}

/** The library remembers the worker that it was first loaded by; an app that does not bundle it must not get an old one. */
function forgetLoaded(): void {
  forget((loaded) => /[\\/]@azure[\\/]functions[\\/]/.test(loaded));
}

function forget(isMeant: (file: string) => boolean): void {
  const { cache } = createRequire(import.meta.url);
  for (const file of Object.keys(cache)) if (isMeant(file)) delete cache[file];
}
