import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { Part } from './merge-parts.ts';

/**
 * Puts the parts of a build into a folder whose name is made of all that is in them. A part that has not changed asks for the merged
 * files of its build. In one folder, the next build would write over it, and an app that runs from the build before would get a second
 * instance of what it has loaded already: an error of one is no error of the other.
 * @param main the file beside the folder, which alone names the folder
 */
export function inFolderOfBuild(files: readonly Part[], main: string): readonly Part[] {
  const hash = createHash('sha256');
  for (const { path, code } of files) hash.update(`${basename(path)}\n${code}\n`);
  const folder = `parts-${hash.digest('hex').slice(0, 8)}`;
  return files.map(({ path, code }) =>
    path === main
      ? { path, code: code.replaceAll('require("./parts/', `require("./${folder}/`) }
      : { path: join(dirname(main), folder, basename(path)), code },
  );
}
