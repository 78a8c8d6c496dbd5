import { Temporal } from 'temporal-polyfill';
import * as api from '../../api/pool-health.ts';
import {
  describePoolHealth,
  type PoolHealthQuestion,
  type PoolHealthReport,
} from '../../app/health/describe-pool-health.ts';
import type { NodeHealth } from '../../core/health/judge-node.ts';
import type { HealthStatus } from '../../core/health/judge-pool.ts';
import { describeAmount } from '../../core/schedule/amount.ts';
import { counted } from '../../core/text/counted.ts';
import { describeSince } from '../../core/time/describe-duration.ts';
import { earliestOf } from '../../core/time/instants.ts';
import { type Given, type Operation, operation } from '../serving/operation.ts';
import { type ChecksView, healthAnswer, helpView, MOST_NODES, nodeView } from './health-answer.ts';
import { toPoolName } from './pool-name.ts';
import { brokenView } from './trouble-view.ts';

export const getPoolHealth = operation(api.getPoolHealth).by(async (given, ports) => {
  const question = questionOf(given);
  return healthAnswer(toView(await describePoolHealth(ports, question), question));
});

/** The operations on the health of pools. */
export const POOL_HEALTHS: readonly Operation[] = [getPoolHealth];

/** The question about the health of a pool in a request. */
export function questionOf({ path, query, caller }: Given<typeof api.getPoolHealth>): PoolHealthQuestion {
  const { fresh, minHealthy } = query;
  const maxAge = Temporal.Duration.from(query.maxAge);
  return { pool: toPoolName(path), fresh, minHealthy, maxAge, actor: caller.actor };
}

function toView(report: PoolHealthReport, { pool, minHealthy, maxAge }: PoolHealthQuestion) {
  const { at, health, nodes, help, trouble, notes } = report;
  const time = at.toString();
  const { status, reasons, counts, excluded, on, needed, sampled } = health;
  const age = ageOf(report);
  const odd = nodes
    .filter(({ verdict, findings }) => verdict !== 'excluded' && findings.length > 0)
    .toSorted(worstFirst);
  return {
    status,
    description: `health of the pool ${pool.account}/${pool.poolId}`,
    time,
    output: [...reasons, ...(status === 'warn' && age !== undefined ? [age.output] : [])].join('; '),
    notes,
    minHealthy: describeAmount(minHealthy),
    maxAge: maxAge.toString(),
    nodes: {
      total: nodes.length,
      on,
      needed,
      healthy: counts.healthy,
      unhealthy: counts.unhealthy,
      unknown: counts.unknown,
      notAsked: counts['not-asked'],
      excluded,
      sampled,
    },
    checks: {
      'nodes:healthy': [{ status, observedValue: counts.healthy, observedUnit: 'nodes', output: reasons[0], time }],
      ...(age !== undefined && { 'answers:age': [age] }),
      ...extensionChecks(report),
    } as ChecksView,
    findings: odd.slice(0, MOST_NODES).map(nodeView),
    moreFindings: Math.max(0, odd.length - MOST_NODES),
    help: help.map(helpView),
    broken: trouble.broken.slice(0, MOST_NODES).map(brokenView),
  };
}

/** The age of the oldest answer that counts; `undefined` if none does. */
function ageOf({ at, nodes, health }: PoolHealthReport) {
  const answered = nodes.filter(({ verdict }) => verdict !== 'excluded');
  const oldest = earliestOf(answered.flatMap(({ askedAt }) => askedAt ?? []));
  if (oldest === undefined) return undefined;
  const isOld = !health.sampled && answered.some(({ stale }) => stale);
  const status: HealthStatus = isOld ? 'warn' : 'pass';
  const observedValue = Math.max(0, Math.round(oldest.until(at).total('seconds')));
  const output = `the oldest answer of a node is ${describeSince(oldest, at)} old`;
  return { status, observedValue, observedUnit: 's', output, time: oldest.toString() };
}

/** A check for each extension that the pool declares: how many nodes have a finding about it. */
function extensionChecks({ at, declared, nodes }: PoolHealthReport): ChecksView {
  return Object.fromEntries(
    declared.map(({ name }) => {
      const against = nodes.filter((node) => node.verdict !== 'excluded' && speaksOf(node, name));
      const output =
        against.length === 0 ? 'nothing against it' : `${counted(against.length, 'node')}: ${reasonIn(against, name)}`;
      return [`extension:${name}`, [checkOf(against, { at, output })]];
    }),
  );
}

function checkOf(
  against: readonly NodeHealth[],
  { at, output }: { readonly at: Temporal.Instant; readonly output: string },
) {
  const status: HealthStatus =
    against.length === 0 ? 'pass' : against.some(({ verdict }) => verdict === 'unhealthy') ? 'fail' : 'warn';
  return { status, observedValue: against.length, observedUnit: 'nodes', output, time: at.toString() };
}

function speaksOf({ findings }: NodeHealth, name: string): boolean {
  return findings.some(({ extension }) => extension?.toLowerCase() === name.toLowerCase());
}

function reasonIn(nodes: readonly NodeHealth[], name: string): string {
  const findings = nodes.flatMap((node) => node.findings);
  return findings.find(({ extension }) => extension?.toLowerCase() === name.toLowerCase())?.reason ?? '';
}

function worstFirst(a: NodeHealth, b: NodeHealth): number {
  const order = ['unhealthy', 'unknown', 'not-asked', 'healthy', 'excluded'] as const;
  return order.indexOf(a.verdict) - order.indexOf(b.verdict) || (a.nodeId < b.nodeId ? -1 : 1);
}
