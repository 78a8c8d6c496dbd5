import { Temporal } from 'temporal-polyfill';
import * as extensions from '../../api/extensions.ts';
import type { Check } from '../../api/health.ts';
import * as api from '../../api/pool-health.ts';
import {
  describeNodeHealth,
  type NodeHealthQuestion,
  type NodeHealthReport,
} from '../../app/health/describe-node-health.ts';
import { healthBySource } from '../../core/health/application-health.ts';
import type { ExtensionHealth } from '../../core/health/extension.ts';
import type { NodeVerdict } from '../../core/health/judge-node.ts';
import type { HealthStatus } from '../../core/health/judge-pool.ts';
import { remediesFor } from '../../core/health/remedies.ts';
import { describeSince } from '../../core/time/describe-duration.ts';
import { AppError } from '../../ports/errors.ts';
import { type Given, type Operation, operation } from '../serving/operation.ts';
import { type ChecksView, healthAnswer, nodeView } from './health-answer.ts';

export const getNodeHealth = operation(api.getNodeHealth).by(async (given, ports) => {
  const question = questionOf(given);
  const report = await describeNodeHealth(ports, question);
  const { node } = question;
  return healthAnswer(toHealthView(report, `health of the node ${node.account}/${node.poolId}/${report.nodeId}`));
});

export const listNodeExtensions = operation(extensions.listNodeExtensions).by(async (given, ports) => {
  const question = questionOf(given);
  const report = await describeNodeHealth(ports, question);
  return {
    status: 200,
    body: {
      ...headOf(report, question),
      extensions: report.extensions.map((extension) => toExtensionView(extension, report)),
      deviations: report.deviations.map(({ kind, extension, reason }) => ({
        kind,
        extension,
        reason,
        help: remediesFor({ finding: { kind, extension, reason }, extension: extensionNamed(report, extension) }),
      })),
    },
  };
});

/** By either name of the extension. */
export const getNodeExtension = operation(extensions.getNodeExtension).by(async (given, ports) => {
  const question = questionOf(given);
  const { name } = given.path;
  const report = await describeNodeHealth(ports, question);
  const extension = extensionNamed(report, name);
  if (extension === undefined) throw extensionNotFound(report, name);
  return { status: 200, body: { ...headOf(report, question), ...toExtensionView(extension, report) } };
});

/** The operations on the health of nodes. */
export const NODE_HEALTHS: readonly Operation[] = [getNodeHealth, listNodeExtensions, getNodeExtension];

function questionOf({ path, query, caller }: Given<typeof api.getNodeHealth>): NodeHealthQuestion {
  const { account, pool, node } = path;
  const maxAge = Temporal.Duration.from(query.maxAge);
  return { node: { account, poolId: pool, nodeId: node }, fresh: query.fresh, maxAge, actor: caller.actor };
}

function headOf(report: NodeHealthReport, { node }: NodeHealthQuestion) {
  const { at, nodeId, health, askedAt, notes } = report;
  return {
    account: node.account,
    pool: node.poolId,
    node: nodeId,
    nodeState: health.state,
    time: at.toString(),
    askedAt: askedAt?.toString() ?? null,
    age: askedAt === undefined ? null : describeSince(askedAt, at),
    stale: health.stale,
    notes,
  };
}

/** An extension with its findings and remedies. */
function toExtensionView(extension: ExtensionHealth, { health }: NodeHealthReport) {
  const { applicationHealth, settingsFault, otherName, ...rest } = extension;
  const findings = health.findings.filter((finding) => finding.extension === extension.name);
  return {
    ...rest,
    otherName: otherName ?? null,
    settingsFault: settingsFault ?? null,
    applicationHealth:
      applicationHealth === undefined ? null : { state: applicationHealth, ...healthBySourceView(extension) },
    findings: findings.map(({ reason }) => reason),
    help: findings.flatMap((finding) => remediesFor({ finding, extension })),
  };
}

function healthBySourceView(extension: ExtensionHealth) {
  const { application, agent, because } = healthBySource(extension);
  return { application: application ?? null, agent: agent ?? null, because };
}

function extensionNamed({ extensions }: NodeHealthReport, name: string): ExtensionHealth | undefined {
  const wanted = name.toLowerCase();
  return (
    extensions.find((one) => one.name.toLowerCase() === wanted) ??
    extensions.find((one) => one.otherName?.toLowerCase() === wanted)
  );
}

function extensionNotFound({ nodeId, askedAt, extensions, declared }: NodeHealthReport, name: string): AppError {
  if (askedAt === undefined) {
    return new AppError('ExtensionNotFound', `The node '${nodeId}' has never been probed for its extensions.`);
  }
  const isDeclared = declared.some((one) => one.name.toLowerCase() === name.toLowerCase());
  const known = extensions.map((one) => `'${one.name}'`).join(', ');
  return new AppError(
    'ExtensionNotFound',
    `The node '${nodeId}' has no extension '${name}'${isDeclared ? ', though its pool declares it' : ''}; it has ${known || 'none'}.`,
  );
}

const STATUS_OF = {
  healthy: 'pass',
  unhealthy: 'fail',
  unknown: 'warn',
  'not-asked': 'warn',
  excluded: 'warn',
} as const satisfies Record<NodeVerdict, HealthStatus>;

function toHealthView(report: NodeHealthReport, description: string) {
  const { at, health, extensions, notes } = report;
  const time = at.toString();
  // A difference from the declaration is a warning.
  const status = health.verdict === 'healthy' && health.findings.length > 0 ? 'warn' : STATUS_OF[health.verdict];
  const { reasons, ...node } = nodeView(health);
  return {
    status,
    description,
    time,
    output: reasons.length === 0 ? `it is ${health.state}, and nothing is against it` : reasons.join('; '),
    notes,
    ...node,
    checks: {
      'node:state': [{ status: stateStatus(report), observedValue: health.state, time }],
      ...Object.fromEntries(
        extensions.map((extension) => [`extension:${extension.name}`, [extensionCheck(extension, report)]]),
      ),
      ...healthChecks(report),
    } as ChecksView,
    help: health.findings.flatMap((finding) =>
      remediesFor({ finding, extension: extensions.find(({ name }) => name === finding.extension) }),
    ),
  };
}

function stateStatus({ health }: NodeHealthReport): HealthStatus {
  const isOfState = health.findings.some(({ kind }) => kind === 'state');
  return isOfState ? STATUS_OF[health.verdict] : 'pass';
}

const STATUS_OF_STATE = { succeeded: 'pass', failed: 'fail', transitioning: 'warn', unknown: 'warn' } as const;

function extensionCheck({ state, message }: ExtensionHealth, { askedAt }: NodeHealthReport): Check {
  return { status: STATUS_OF_STATE[state], observedValue: state, output: message, time: askedAt?.toString() ?? '' };
}

const STATUS_OF_HEALTH = { Healthy: 'pass', Unhealthy: 'fail', Unknown: 'fail', Initializing: 'warn' } as const;

/** The health of the application and of the Batch node agent, each if it is known separately. */
function healthChecks({ extensions, askedAt }: NodeHealthReport): ChecksView {
  const reporting = extensions.find(({ applicationHealth }) => applicationHealth !== undefined);
  if (reporting?.applicationHealth === undefined) return {};
  const { application, agent, because } = healthBySource(reporting);
  const check = (state: keyof typeof STATUS_OF_HEALTH, output: string) => [
    { status: STATUS_OF_HEALTH[state], observedValue: state, output, time: askedAt?.toString() ?? '' },
  ];
  return {
    'application-health:state': check(reporting.applicationHealth, because),
    ...(application !== undefined && { 'application:health': check(application, because) }),
    ...(agent !== undefined && { 'batch-agent:health': check(agent, because) }),
  };
}
