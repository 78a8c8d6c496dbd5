import type { HttpResponseInit } from '@azure/functions';
import type { Help } from '../../core/health/help.ts';
import type { NodeHealth } from '../../core/health/judge-node.ts';
import type { HealthStatus } from '../../core/health/judge-pool.ts';

/** One check in an answer about health, in the words of the draft. */
export interface CheckView {
  readonly status: HealthStatus;
  readonly observedValue?: number | string | undefined;
  readonly observedUnit?: string;
  readonly output?: string;
  readonly time?: string;
}

/** What every answer about health says, beside what is particular to it. */
export interface HealthView {
  readonly status: HealthStatus;
  readonly description: string;
  readonly time: string;
  /** Why, in one line. */
  readonly output: string;
  readonly notes: readonly string[];
  readonly checks: Readonly<Record<string, readonly CheckView[]>>;
}

/**
 * An answer as https://datatracker.ietf.org/doc/html/draft-inadarei-api-health-check-06 has it: 200 where it passes or
 * warns, 503 where it fails, so that `curl -f` can tell.
 */
export function healthAnswer(view: HealthView & object): HttpResponseInit {
  return {
    status: view.status === 'fail' ? 503 : 200,
    headers: { 'content-type': 'application/health+json' },
    body: JSON.stringify(view),
  };
}

/** The nodes that are shown by name in one answer. */
export const MOST_NODES = 20;

/** What is to be said of a node, with its reasons. */
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

/** A way out, with the first nodes that it is for and how many they are. */
export function helpView({ nodes, ...remedy }: Help) {
  return { ...remedy, nodes: nodes.length, for: nodes.slice(0, MOST_NODES) };
}
