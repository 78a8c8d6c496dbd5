import type { NodeHealth } from './judge-node.ts';
import type { FoundExtension } from './probe.ts';
import { type Remedy, remediesFor } from './remedies.ts';

/** A remedy, and the nodes that need it. */
export interface Help extends Remedy {
  readonly nodes: readonly string[];
}

/** The remedies for everything that was found on some nodes, each once; those for the most nodes first. */
export function helpFor(
  nodes: readonly NodeHealth[],
  extensionsOf: (nodeId: string) => readonly FoundExtension[],
): readonly Help[] {
  const help = new Map<string, Remedy & { readonly nodes: Set<string> }>();
  for (const { nodeId, findings } of nodes) {
    for (const remedy of findings.flatMap((finding) => {
      const extension = extensionsOf(nodeId).find(({ name }) => name === finding.extension);
      return remediesFor({ finding, extension });
    })) {
      const known = help.get(remedy.id) ?? { ...remedy, nodes: new Set<string>() };
      known.nodes.add(nodeId);
      help.set(remedy.id, known);
    }
  }
  return [...help.values()]
    .map((one) => ({ ...one, nodes: [...one.nodes] }))
    .toSorted((a, b) => b.nodes.length - a.nodes.length);
}
