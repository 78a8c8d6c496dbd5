import type { HttpRequest } from '@azure/functions';
import {
  describeNodeHealth,
  type NodeHealthQuestion,
  type NodeHealthReport,
} from '../../app/health/describe-node-health.ts';
import { tellApart } from '../../core/health/application-health.ts';
import type { ExtensionHealth } from '../../core/health/extension.ts';
import type { NodeVerdict } from '../../core/health/judge-node.ts';
import type { HealthStatus } from '../../core/health/judge-pool.ts';
import { remediesFor } from '../../core/health/remedies.ts';
import { describeSince } from '../../core/time/describe-duration.ts';
import { NODE } from '../../documents/fields/azure-names.ts';
import { AppError } from '../../ports/errors.ts';
import { actorOf } from '../caller/actor.ts';
import type { Handler } from '../operation.ts';
import { POOL_PATH, parsePath, parseQuery } from '../request/parse-params.ts';
import { type CheckView, healthAnswer, nodeView } from './health-answer.ts';
import { EXTENSION, NODE_QUERY } from './health-query.ts';

/** The node in a path. */
export const NODE_PATH = POOL_PATH.extend({ node: NODE });

/** And one of its extensions. */
export const NODE_EXTENSION_PATH = NODE_PATH.extend({ name: EXTENSION });

/** GET of the health of one node: 200 where it passes or warns, 503 where it fails. */
export const getNodeHealth: Handler = async (request, ports) => {
  const question = questionIn(request);
  const report = await describeNodeHealth(ports, question);
  const { node } = question;
  return healthAnswer(toHealthView(report, `health of the node ${node.account}/${node.poolId}/${report.nodeId}`));
};

/** GET of all extensions of a node, as it has said them last. */
export const listNodeExtensions: Handler = async (request, ports) => {
  const question = questionIn(request);
  const report = await describeNodeHealth(ports, question);
  return {
    jsonBody: {
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
};

/** GET of one extension of a node, by either of its names. */
export const getNodeExtension: Handler = async (request, ports) => {
  const { name } = parsePath(request, NODE_EXTENSION_PATH);
  const question = questionIn(request);
  const report = await describeNodeHealth(ports, question);
  const extension = extensionNamed(report, name);
  if (extension === undefined) throw extensionNotFound(report, name);
  return { jsonBody: { ...headOf(report, question), ...toExtensionView(extension, report) } };
};

function questionIn(request: HttpRequest): NodeHealthQuestion {
  const { account, pool, node } = parsePath(request, NODE_PATH);
  return { node: { account, poolId: pool, nodeId: node }, ...parseQuery(request, NODE_QUERY), actor: actorOf(request) };
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

/** An extension, with what is said against it and the way out. */
function toExtensionView(extension: ExtensionHealth, { health }: NodeHealthReport) {
  const { applicationHealth, settingsFault, otherName, ...rest } = extension;
  const findings = health.findings.filter((finding) => finding.extension === extension.name);
  return {
    ...rest,
    otherName: otherName ?? null,
    settingsFault: settingsFault ?? null,
    applicationHealth: applicationHealth === undefined ? null : { state: applicationHealth, ...apartView(extension) },
    findings: findings.map(({ reason }) => reason),
    help: findings.flatMap((finding) => remediesFor({ finding, extension })),
  };
}

function apartView(extension: ExtensionHealth) {
  const { application, agent, because } = tellApart(extension);
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
    return new AppError('ExtensionNotFound', `The node '${nodeId}' has never been asked for its extensions.`);
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
  apart: 'warn',
} as const satisfies Record<NodeVerdict, HealthStatus>;

function toHealthView(report: NodeHealthReport, description: string) {
  const { at, health, extensions, notes } = report;
  const time = at.toString();
  // What is not as declared is worth a look.
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
    } as Readonly<Record<string, readonly CheckView[]>>,
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

function extensionCheck({ state, message }: ExtensionHealth, { askedAt }: NodeHealthReport): CheckView {
  return { status: STATUS_OF_STATE[state], observedValue: state, output: message, time: askedAt?.toString() ?? '' };
}

const STATUS_OF_HEALTH = { Healthy: 'pass', Unhealthy: 'fail', Unknown: 'fail', Initializing: 'warn' } as const;

/** The application and the Batch agent, each where it is known by itself. */
function healthChecks({ extensions, askedAt }: NodeHealthReport): Readonly<Record<string, readonly CheckView[]>> {
  const reporting = extensions.find(({ applicationHealth }) => applicationHealth !== undefined);
  if (reporting?.applicationHealth === undefined) return {};
  const { application, agent, because } = tellApart(reporting);
  const check = (state: keyof typeof STATUS_OF_HEALTH, output: string) => [
    { status: STATUS_OF_HEALTH[state], observedValue: state, output, time: askedAt?.toString() ?? '' },
  ];
  return {
    'application-health:state': check(reporting.applicationHealth, because),
    ...(application !== undefined && { 'application:health': check(application, because) }),
    ...(agent !== undefined && { 'batch-agent:health': check(agent, because) }),
  };
}
