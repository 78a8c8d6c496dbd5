import * as api from '../../api/extensions.ts';
import { describePoolHealth, type PoolHealthReport } from '../../app/health/describe-pool-health.ts';
import { compareDeclared, matchOf } from '../../core/health/compare-declared.ts';
import type { ExtensionIdentity } from '../../core/health/extension.ts';
import { helpFor } from '../../core/health/help.ts';
import type { FoundExtension } from '../../core/health/probe.ts';
import { AppError } from '../../ports/errors.ts';
import { type Operation, operation } from '../serving/operation.ts';
import { helpView, MOST_NODES } from './health-answer.ts';
import { questionOf } from './pool-health.ts';

/** How many nodes are in which state, and which of them need attention. */
export const getPoolExtension = operation(api.getPoolExtension).by(async (given, ports) => {
  const { name } = given.path;
  const question = questionOf({ ...given, query: { ...given.query, minHealthy: ALL } });
  const report = await describePoolHealth(ports, question);
  const seen = sightings(report, name);
  const declared = report.declared.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (declared === undefined && seen.every(({ found }) => found === undefined)) {
    const known = report.declared.map((one) => `'${one.name}'`).join(', ');
    throw new AppError(
      'ExtensionNotFound',
      `The pool '${question.pool.poolId}' declares no extension '${name}', and none was found; it declares ${known || 'none'}.`,
    );
  }
  return {
    status: 200,
    body: {
      account: question.pool.account,
      pool: question.pool.poolId,
      name: declared?.name ?? name,
      time: report.at.toString(),
      declared: declared ?? null,
      states: countBy(seen, ({ state }) => state),
      versions: countBy(
        seen.filter(({ found }) => found !== undefined),
        ({ found }) => found?.version ?? 'unknown',
      ),
      applicationHealth: countBy(
        seen.filter(({ found }) => found?.applicationHealth !== undefined),
        ({ found }) => found?.applicationHealth ?? 'Unknown',
      ),
      nodes: seen.filter(isOdd).slice(0, MOST_NODES).map(toNodeView),
      moreNodes: Math.max(0, seen.filter(isOdd).length - MOST_NODES),
      help: helpOf(report, name).map(helpView),
      notes: report.notes,
    },
  };
});

/** The number of healthy nodes is not part of the answer. */
const ALL = { kind: 'share', percent: 100 } as const;

/** The operations on extensions over all nodes of a pool. */
export const POOL_EXTENSIONS: readonly Operation[] = [getPoolExtension];

interface Sighting {
  readonly node: PoolHealthReport['nodes'][number];
  readonly found: FoundExtension | undefined;
  /** The state of the extension, or why it has none. */
  readonly state: string;
  readonly deviation: string | undefined;
}

function sightings({ nodes, declared, extensionsOf }: PoolHealthReport, name: string): readonly Sighting[] {
  const wanted: ExtensionIdentity = declared.find((one) => one.name.toLowerCase() === name.toLowerCase()) ?? {
    name,
    publisher: undefined,
    type: undefined,
    version: undefined,
    autoUpgradeMinorVersion: undefined,
  };
  return nodes.map((node) => {
    const extensions = extensionsOf(node.nodeId);
    const seen = matchOf(wanted, extensions);
    const without = whyWithoutState(node, seen);
    const found = without === undefined ? seen : undefined;
    const deviations = compareDeclared(declared, extensions).filter(({ extension }) =>
      [wanted.name, found?.name].some((one) => one?.toLowerCase() === extension.toLowerCase()),
    );
    return { node, found, state: without ?? found?.state ?? 'missing', deviation: deviations[0]?.reason };
  });
}

/** Why an extension of a node has no state now: in an old answer, only what is wrong counts. */
function whyWithoutState(
  { verdict, askedAt, stale }: Sighting['node'],
  seen: FoundExtension | undefined,
): 'excluded' | 'not-asked' | undefined {
  if (verdict === 'excluded') return 'excluded';
  if (askedAt === undefined) return 'not-asked';
  return stale && seen !== undefined && !isWrong(seen) ? 'not-asked' : undefined;
}

function isWrong({ state, applicationHealth }: FoundExtension): boolean {
  return state === 'failed' || applicationHealth === 'Unhealthy' || applicationHealth === 'Unknown';
}

function isOdd({ state, deviation, found }: Sighting): boolean {
  if (state === 'excluded' || state === 'not-asked') return false;
  const health = found?.applicationHealth;
  return state !== 'succeeded' || deviation !== undefined || (health !== undefined && health !== 'Healthy');
}

function toNodeView({ node, found, state, deviation }: Sighting) {
  return {
    node: node.nodeId,
    state,
    message: found?.message ?? null,
    version: found?.version ?? null,
    applicationHealth: found?.applicationHealth ?? null,
    deviation: deviation ?? null,
    askedAt: node.askedAt?.toString() ?? null,
  };
}

function helpOf({ nodes, extensionsOf }: PoolHealthReport, name: string) {
  const about = nodes.map((node) => ({
    ...node,
    findings: node.findings.filter(({ extension }) => extension?.toLowerCase() === name.toLowerCase()),
  }));
  return helpFor(about, extensionsOf);
}

function countBy<Item>(items: readonly Item[], key: (item: Item) => string): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(items, key)].map(([word, group]) => [word, group.length]));
}
