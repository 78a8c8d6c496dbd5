import type { BicepFile } from './ast.ts';

/** The names that are used anywhere in a file, whatever is deployed. */
export function namesIn(file: BicepFile): ReadonlySet<string> {
  const names = new Set<string>();
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { kind, name } = node as { readonly kind?: unknown; readonly name?: unknown };
    if (kind === 'name' && typeof name === 'string') names.add(name);
    for (const child of Object.values(node)) walk(child);
  };
  walk(file.declarations);
  return names;
}
