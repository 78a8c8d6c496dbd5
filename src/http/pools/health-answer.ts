import type { Check } from '../../api/health.ts';
import type { Help } from '../../core/health/help.ts';
import type { NodeHealth } from '../../core/health/judge-node.ts';
import type { HealthStatus } from '../../core/health/judge-pool.ts';

/** The checks of an answer, by name. */
export type ChecksView = Readonly<Record<string, readonly Check[]>>;

/** 200 for `pass` and `warn`, 503 for `fail`, so that `curl -f` fails. */
export function healthAnswer<View extends { readonly status: HealthStatus }>(view: View) {
  return view.status === 'fail' ? ({ status: 503, body: view } as const) : ({ status: 200, body: view } as const);
}

/** The most nodes that an answer names. */
export const MOST_NODES = 20;

/** The health of a node, with its reasons. */
export function nodeView({ nodeId, state, verdict, askedAt, stale, findings }: NodeHealth) {
  return {
    node: nodeId,
    state,
    verdict,
    askedAt: askedAt?.toString() ?? null,
    stale,
    reasons: findings.map(({ reason }) => reason),
  };
}

/** A remedy, the number of nodes that need it, and the first of them. */
export function helpView({ nodes, ...remedy }: Help) {
  return { ...remedy, nodes: nodes.length, for: nodes.slice(0, MOST_NODES) };
}
