import { readFileSync } from 'node:fs';
import type { DemandFigures } from './demand/figures.ts';

/** A pool of the demonstration, and the team that uses it. */
export interface DemoPool {
  readonly id: string;
  /** The body with which it is created on the management plane. */
  readonly body: unknown;
  readonly nodes: number;
  readonly timeZone: string;
  readonly figures: DemandFigures;
}

interface PoolBody {
  readonly properties: { readonly scaleSettings: { readonly fixedScale: { readonly targetDedicatedNodes: number } } };
}

/**
 * The pools are those of the documents about pool extensions (Key Vault, on Linux and on Windows) and about Auto OS Upgrade,
 * with more nodes, and one more. On purpose, two details differ from the documents: the Windows example has an observed
 * certificate without the member name `url`, and the Auto OS Upgrade example wraps its properties in `parameters` and writes
 * `nodeAgentSKUId`.
 */
export function demoPools(): readonly DemoPool[] {
  const figures = readJson('./demand/figures.json') as readonly DemandFigures[];
  return [
    demoPool('render-linux', 'Europe/London', figures[0]),
    demoPool('reports-windows', 'Asia/Tokyo', figures[1]),
    demoPool('simulations', 'America/New_York', figures[2]),
    demoPool('training', 'Europe/London', figures[1]),
  ];
}

function demoPool(id: string, timeZone: string, figures: DemandFigures | undefined): DemoPool {
  if (figures === undefined) throw new Error('figures.json has too few logs: run scripts/demand-figures.ts.');
  const body = readJson(`./pools/${id}.json`) as PoolBody;
  return { id, body, nodes: body.properties.scaleSettings.fixedScale.targetDedicatedNodes, timeZone, figures };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
}
