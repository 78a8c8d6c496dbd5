import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import rules from '../.dependency-cruiser.mjs';

/** Folders of one part that need each other, and the imports between them. */
export interface FolderCircle {
  readonly folders: readonly string[];
  /** `from -> to`, files. */
  readonly imports: readonly string[];
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The circles between the folders of each part of a source tree, imports of types included. A folder is the files that lie
 * in it, without those of its subfolders: dependency-cruiser's own rule takes both together, and misses a circle between
 * them.
 */
export function folderCircles(modules: readonly IModule[]): readonly FolderCircle[] {
  const imports = modules.flatMap(({ source, dependencies }) =>
    dependencies
      .map(({ resolved }) => ({ source, resolved }))
      .filter((one) => partOf(one.source) !== undefined && partOf(one.source) === partOf(one.resolved))
      .filter((one) => dirname(one.source) !== dirname(one.resolved)),
  );
  const graph = new Map<string, Set<string>>();
  for (const { source, resolved } of imports) {
    const from = graph.get(dirname(source)) ?? new Set<string>();
    graph.set(dirname(source), from.add(dirname(resolved)));
  }
  return circlesIn(graph).map((folders) => ({
    folders,
    imports: imports
      .filter(({ source, resolved }) => folders.includes(dirname(source)) && folders.includes(dirname(resolved)))
      .map(({ source, resolved }) => `${source} -> ${resolved}`),
  }));
}

function circlesIn(graph: Graph): readonly (readonly string[])[] {
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachableFrom(folder, graph)]));
  const groups = [...graph.keys()]
    .filter((folder) => reached.get(folder)?.has(folder) === true)
    .map((folder) =>
      [...graph.keys()]
        .filter((other) => reached.get(folder)?.has(other) && reached.get(other)?.has(folder))
        .toSorted(),
    );
  return [...new Map(groups.map((group) => [group.join(), group])).values()];
}

function reachableFrom(folder: string, graph: Graph): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [...(graph.get(folder) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return reached;
}

/** `src/app/acts/act-on-pool.ts` is of the part `app`. */
function partOf(file: string): string | undefined {
  return /^(?:test\/architecture\/breach\/)?src\/([^/]+)\//.exec(file)?.[1];
}

/** Reads the imports of a folder. */
export async function modulesIn(folder: string): Promise<readonly IModule[]> {
  const { output } = await cruise([folder], { ...rules.options } as never);
  return (output as ICruiseResult).modules;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const circles = folderCircles(await modulesIn('src'));
  for (const { folders, imports } of circles) {
    process.stderr.write(`These folders need each other: ${folders.join(', ')}\n  ${imports.join('\n  ')}\n`);
  }
  process.exitCode = circles.length === 0 ? 0 : 1;
}
