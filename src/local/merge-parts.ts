import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';

/** A file of a bundle in CommonJS. */
export interface Part {
  readonly path: string;
  readonly code: string;
}

/**
 * Puts those parts into one file that are needed together: to find, read and compile fifty small files takes a new instance longer
 * than to run them. Each stays a module of its own, which runs when it is first asked for.
 */
export function mergeParts(parts: readonly Part[], isTogether: (path: string) => boolean): readonly Part[] {
  const together = parts.filter(({ path }) => isTogether(path));
  const [first] = together;
  if (first === undefined) return parts;
  const names = new Set(together.map(({ path }) => basename(path)));
  const modules = together.map(({ path, code }) => {
    const asking = asked(code, (name) => (names.has(name) ? `part(${JSON.stringify(name)})` : undefined));
    // In brackets, so that V8 compiles it at once instead of a second time when it is called.
    return `${JSON.stringify(basename(path))}:(function(module,exports,require){${asking}\n})`;
  });
  const code = `"use strict";const made={},modules={${modules.join(',\n')}};
function part(name){
if(made[name]!==undefined)return made[name].exports;
const module=made[name]={exports:{}};
try{modules[name](module,module.exports,require)}catch(error){delete made[name];throw error}
return module.exports}
module.exports=part;
`;
  const merged = `together-${createHash('sha256').update(code).digest('hex').slice(0, 8)}.cjs`;
  const others = parts
    .filter(({ path }) => !isTogether(path))
    .map((part) => ({
      ...part,
      code: asked(part.code, (name, folder) =>
        names.has(name) ? `require("${folder}${merged}")(${JSON.stringify(name)})` : undefined,
      ),
    }));
  return [{ path: join(dirname(first.path), merged), code }, ...others];
}

/** A code that asks for other files of the bundle in another way, where there is one. Names of parts end with the hash of what is in them. */
function asked(code: string, otherwise: (name: string, folder: string) => string | undefined): string {
  return code.replaceAll(
    /require\("(\.{1,2}\/(?:parts\/)?)([\w.-]+-[A-Z0-9]{8}\.cjs)"\)/g,
    (found, folder, name) => otherwise(name, folder) ?? found,
  );
}
