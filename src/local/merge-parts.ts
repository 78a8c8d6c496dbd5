import { createHash } from 'node:crypto';
import { basename, dirname, join, relative } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

/** A file of a bundle. */
export interface Part {
  readonly path: string;
  readonly code: string;
}

/** A file of the parts that were merged into it. */
export interface MergedPart extends Part {
  readonly names: ReadonlySet<string>;
}

/**
 * Puts parts that are needed together into one file of CommonJS: to find, read and compile fifty small files takes a new instance
 * longer than to run them. They share one scope and run when the file is first asked for: as modules of their own they would need
 * code that hands names from one to another, and a look-up at each use of one.
 * @param parts modules in the folder of the parts; those that they import are merged with them, or before them into other files
 * @param options how the file is written, and its path; without one, its name is made of what is in it
 */
export async function mergeParts(
  parts: readonly Part[],
  { path, ...options }: BuildOptions & { readonly path?: string },
): Promise<MergedPart> {
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: listOf(parts) },
    bundle: true,
    format: 'cjs',
    write: false,
    plugins: [inMemory(parts)],
  });
  const code = outputFiles[0]?.text ?? '';
  const name = `together-${createHash('sha256').update(code).digest('hex').slice(0, 8)}.cjs`;
  const names = new Set(parts.map(({ path }) => basename(path)));
  return { path: path ?? join(dirname(parts[0]?.path ?? ''), name), code, names };
}

/** A file in CommonJS that asks the merged files for the parts that are in them. Names of parts end with the hash of what is in them. */
export function askMerged({ path, code }: Part, merged: readonly MergedPart[]): Part {
  const asking = code.replaceAll(/require\("\.{1,2}\/(?:parts\/)?([\w.-]+-[A-Z0-9]{8}\.cjs)"\)/g, (found, name) => {
    const file = merged.find(({ names }) => names.has(name));
    if (file === undefined) return found;
    const exported = file.path === path ? 'module.exports' : `require("${fromFolderOf(path, file.path)}")`;
    return `${exported}.part(${JSON.stringify(name)})`;
  });
  return { path, code: asking };
}

function fromFolderOf(path: string, asked: string): string {
  const found = relative(dirname(path), asked).replaceAll('\\', '/');
  return found.startsWith('.') ? found : `./${found}`;
}

/** What a merged file exports: a function that finds what a part exports by its name. */
function listOf(parts: readonly Part[]): string {
  const names = parts.map(({ path }) => JSON.stringify(basename(path)));
  const imports = names.map((name, index) => `import * as part${index} from ${name};`);
  const members = names.map((name, index) => `${name}: part${index}`);
  return `${imports.join('\n')}\nconst parts = { ${members.join(', ')} };\nexport const part = (name) => parts[name];`;
}

/** The modules to merge. All others are files beside the merged one, as is what one of the modules imports later. */
function inMemory(parts: readonly Part[]): Plugin {
  const codes = new Map(parts.map(({ path, code }) => [basename(path), code]));
  const name = 'merge-parts';
  return {
    name,
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /\.cjs$/ }, ({ path, kind }) => {
        const isMerged = kind === 'import-statement' && codes.has(basename(path));
        return isMerged ? { path: basename(path), namespace: name } : { path, external: true };
      });
      // By its name, a part without exports would be taken for CommonJS and get a scope of its own.
      const moduleOf = (path: string) => `${codes.get(path) ?? ''}\nexport {};`;
      onLoad({ filter: /.*/, namespace: name }, ({ path }) => ({ contents: moduleOf(path), loader: 'js' }));
    },
  };
}
