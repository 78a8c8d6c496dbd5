import type { Temporal } from 'temporal-polyfill';
import { isReadyState, isStartingState } from '../pool/node-state.ts';
import type { NodeSnapshot } from '../pool/snapshot.ts';
import { isOverdue } from '../pool/start-deadline.ts';
import { isOfClockAhead } from '../time/clock-skew.ts';
import { describeMilliseconds, describeSince } from '../time/describe-duration.ts';
import { millisecondsIn } from '../time/epoch.ts';
import { compareDeclared } from './compare-declared.ts';
import type { ExtensionIdentity } from './extension.ts';
import { type FindingKind, findingsIn } from './findings.ts';
import type { Probe } from './probe.ts';

/**
 * The health of a node.
 * - `healthy`: it can run tasks, and everything in its recent answer is healthy
 * - `unhealthy`: something is known to be wrong
 * - `unknown`: it was asked recently, but the answer does not tell
 * - `not-asked`: it can run tasks, and was not asked recently
 * - `excluded`: it is deallocated, starting, or taken out of service; it does not count for its pool
 */
export type NodeVerdict = 'healthy' | 'unhealthy' | 'unknown' | 'not-asked' | 'excluded';

/** One finding on a node, in a sentence for people. */
export interface HealthFinding {
  readonly kind: FindingKind | 'state' | 'age';
  readonly extension?: string | undefined;
  readonly reason: string;
}

/** The verdict on one node. */
export interface NodeHealth {
  readonly nodeId: string;
  readonly state: NodeSnapshot['state'];
  readonly verdict: NodeVerdict;
  /** What makes it unhealthy, and other remarks. */
  readonly findings: readonly HealthFinding[];
  /** When it was last probed since it was started. */
  readonly askedAt: Temporal.Instant | undefined;
  /** Is that answer older than allowed? */
  readonly stale: boolean;
}

/** What the verdict on a node depends on. */
export interface NodeStandard {
  readonly declared: readonly ExtensionIdentity[];
  readonly now: Temporal.Instant;
  /** An older answer no longer proves health. */
  readonly maxAge: Temporal.Duration;
}

/** Judges a node by its state and by its last answer since it was started. */
export function judgeNode(node: NodeSnapshot, probe: Probe | undefined, standard: NodeStandard): NodeHealth {
  const last = isOfThisBoot(probe, node) ? probe : undefined;
  const stale = last !== undefined && !isRecent(last, standard);
  const common = { nodeId: node.id, state: node.state, askedAt: last?.at, stale };
  const byState = judgeState(node, standard.now);
  // The answer of its extensions often explains why a node cannot be used.
  if (byState !== undefined) return { ...common, ...withAnswer(byState, last, standard) };
  const { verdict, findings } = judgeAnswer(last, standard);
  if (!stale || last === undefined) return { ...common, verdict, findings };
  // The app asks again only where the pool declares extensions. An old answer to a request by hand counts no longer.
  if (standard.declared.length === 0) return { ...common, ...judgeAnswer(undefined, standard) };
  const age: HealthFinding = { kind: 'age', reason: `it was last probed ${describeAge(last, standard.now)}` };
  // In an old answer, unhealthy stays unhealthy, and healthy becomes unknown.
  return { ...common, verdict: verdict === 'unhealthy' ? verdict : 'not-asked', findings: [...findings, age] };
}

/** When an answer was given by a clock that was ahead is not known, and it would not get old until its time has come. */
function isRecent({ at }: Probe, { now, maxAge }: NodeStandard): boolean {
  return !isOfClockAhead(at, now) && now.epochMilliseconds - at.epochMilliseconds <= millisecondsIn(maxAge);
}

function describeAge({ at }: Probe, now: Temporal.Instant): string {
  return isOfClockAhead(at, now) ? 'by a clock that was ahead' : `${describeSince(at, now)} ago`;
}

function withAnswer({ verdict, findings }: Judgement, probe: Probe | undefined, standard: NodeStandard): Judgement {
  if (verdict === 'excluded' || probe === undefined) return { verdict, findings };
  return { verdict, findings: [...findings, ...judgeAnswer(probe, standard).findings] };
}

/** Did a node give an answer since it was last started? */
export function isOfThisBoot(probe: Pick<Probe, 'at'> | undefined, { bootedAt }: NodeSnapshot): boolean {
  return probe !== undefined && (bootedAt === undefined || bootedAt <= probe.at.epochMilliseconds);
}

type Judgement = Pick<NodeHealth, 'verdict' | 'findings'>;

/** The verdict if the state of a node is enough for it; `undefined` for a node that can run tasks. */
function judgeState(node: NodeSnapshot, now: Temporal.Instant): Judgement | undefined {
  const { state } = node;
  if (isReadyState(state)) return undefined;
  const finding = (reason: string): readonly HealthFinding[] => [{ kind: 'state', reason }];
  if (state === 'unusable' || state === 'starttaskfailed' || state === 'unknown') {
    return { verdict: state === 'unknown' ? 'unknown' : 'unhealthy', findings: finding(`it is ${state}`) };
  }
  if (isOverdue(node, now)) {
    const since =
      node.stateSince === undefined ? '' : ` for ${describeMilliseconds(now.epochMilliseconds - node.stateSince)}`;
    return { verdict: 'unknown', findings: finding(`it has been ${state}${since}`) };
  }
  return {
    verdict: 'excluded',
    findings: finding(isStartingState(state) ? `it is on its way: ${state}` : `it is ${state}`),
  };
}

function judgeAnswer(probe: Probe | undefined, { declared }: NodeStandard): Judgement {
  if (probe === undefined) {
    if (declared.length === 0) return { verdict: 'healthy', findings: [] };
    return {
      verdict: 'not-asked',
      findings: [{ kind: 'age', reason: 'it has not been probed since it was started' }],
    };
  }
  const findings = findingsIn(probe.extensions, compareDeclared(declared, probe.extensions));
  const weights = new Set(findings.map(({ weight }) => weight));
  const verdict = weights.has('unhealthy') ? 'unhealthy' : weights.has('unknown') ? 'unknown' : 'healthy';
  return { verdict, findings: findings.map(({ weight: _, ...finding }) => finding) };
}
