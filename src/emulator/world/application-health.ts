import { Temporal } from 'temporal-polyfill';
import { type PoolExtension, settingsOf } from './pool-extension.ts';
import { readAnswer, readStatus } from './probe-answer.ts';
import { whyNotProbing } from './probe-settings.ts';
import type { HealthSignal, Node } from './world.ts';

/** What the Application Health extension reports. */
export type ApplicationHealthState = 'Initializing' | 'Healthy' | 'Unhealthy' | 'Unknown';

/** Probe settings of the extension, with the defaults of its documentation. */
interface Probe {
  readonly tcp: boolean;
  readonly always: boolean;
  /** How long the same answer must come before it counts: interval times number of probes. */
  readonly settle: Temporal.Duration;
  readonly grace: Temporal.Duration;
}

/** Is it the Application Health extension, on Linux or on Windows? */
export function isApplicationHealth({ publisher, type }: PoolExtension): boolean {
  return publisher.toLowerCase() === 'microsoft.managedservices' && /^applicationhealth(?:linux|windows)$/i.test(type);
}

/**
 * The state that the extension reports at an instant. It begins as Initializing and leaves that when so many equal probes
 * have come as `numberOfProbes` says, or the grace period is over; from then on a new state counts after as many equal
 * probes. (Extension source, main/cmds.go; https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension)
 */
export function applicationHealthAt(
  extension: PoolExtension,
  { machine }: Pick<Node, 'machine'>,
  now: Temporal.Instant,
): ApplicationHealthState {
  // assumed: an extension that does not start says nothing, and nothing counts as unknown.
  if (whyNotProbing(extension) !== undefined) return 'Unknown';
  const settings = settingsOf(extension.settings);
  const probe = probeOf(settings);
  const from = machine.extensionsReadyAt;
  if (from === undefined || isBefore(now, from)) return 'Initializing';
  if (probe.always) return 'Healthy';
  const graceEnd = from.add(probe.grace);
  return stretches(machine.signals, {
    from,
    until: now,
    found: probed(settings['port'], hasBinaryStates(extension)),
  }).reduce<ApplicationHealthState>(
    (state, stretch) => after(state === 'Initializing' ? graceOver(stretch, probe, graceEnd) : state, stretch, probe),
    'Initializing',
  );
}

/** Version 1.0 knows Healthy and Unhealthy alone, and goes by the status of an answer. */
export function hasBinaryStates({ typeHandlerVersion }: PoolExtension): boolean {
  return /^1(?:\.|$)/.test(typeHandlerVersion ?? '');
}

/** The text of `CustomMetrics` in the last answer of the user's own health server, where there is one. */
export function customMetricsOf(extension: PoolExtension, { machine }: Pick<Node, 'machine'>): string | undefined {
  const answer = machine.signals.at(-1)?.answer;
  const { protocol, port } = settingsOf(extension.settings);
  if (hasBinaryStates(extension)) return undefined;
  const isAsked = (protocol === 'http' || protocol === 'https') && port !== AGENT_PORT;
  return isAsked && answer !== undefined ? readAnswer(answer).metrics : undefined;
}

/** The state of an extension that has been initializing, at the end of a stretch: the grace period may be over in it. */
function graceOver(
  { found, since, until }: Stretch,
  { settle, grace, tcp }: Probe,
  graceEnd: Temporal.Instant,
): ApplicationHealthState {
  const isOver = !isBefore(until, graceEnd) && grace.sign >= 0;
  const settlesFirst = found !== 'Unknown' && !isBefore(graceEnd, since.add(settle));
  if (!isOver || settlesFirst) return 'Initializing';
  return tcp ? 'Unhealthy' : 'Unknown';
}

/** The state at the end of a stretch that lasted long enough to count; a probe without an answer ends no initialization. */
function after(
  state: ApplicationHealthState,
  { found, since, until }: Stretch,
  { settle }: Probe,
): ApplicationHealthState {
  if (isBefore(until, since.add(settle))) return state;
  return state === 'Initializing' && found === 'Unknown' ? state : found;
}

/**
 * What a probe finds at a node: the answer of a health server there that asks the Batch node agent too. "Otherwise you
 * might end up with a 'healthy' node that doesn't have a properly functioning Batch Agent."
 */
function compositeOf({ application, agent, answer }: HealthSignal, isBinary: boolean): Found {
  if (answer !== undefined) return isBinary ? readStatus(answer) : readAnswer(answer).state;
  if (application === 'Unhealthy' || agent === 'unhealthy') return 'Unhealthy';
  return application === 'Healthy' && agent === 'healthy' ? 'Healthy' : 'Unknown';
}

/** On this port the Batch node agent answers by itself. */
const AGENT_PORT = 29_879;

/**
 * What a probe of a port finds. "You can … directly use the Batch health server as the endpoint": it says how the agent is, and
 * nothing of the application. Everywhere else a server of the user's is meant to answer for both.
 */
function probed(port: unknown, isBinary: boolean): (signal: HealthSignal) => Found {
  return port === AGENT_PORT ? ({ agent }) => AGENT_STATES[agent] : (signal) => compositeOf(signal, isBinary);
}

const AGENT_STATES = { healthy: 'Healthy', unhealthy: 'Unhealthy', unknown: 'Unknown' } as const;

type Found = Exclude<ApplicationHealthState, 'Initializing'>;

interface Stretch {
  readonly found: Found;
  readonly since: Temporal.Instant;
  readonly until: Temporal.Instant;
}

/** Spans of time in which every probe found the same, up to now. */
function stretches(
  signals: readonly HealthSignal[],
  {
    from,
    until: now,
    found: foundBy,
  }: {
    readonly from: Temporal.Instant;
    readonly until: Temporal.Instant;
    readonly found: (signal: HealthSignal) => Found;
  },
): readonly Stretch[] {
  const result: Stretch[] = [];
  for (const [index, signal] of signals.entries()) {
    const since = isBefore(signal.from, from) ? from : signal.from;
    const until = signals[index + 1]?.from ?? now;
    if (isBefore(until, from) || isBefore(now, since)) continue;
    const last = result.at(-1);
    const found = foundBy(signal);
    if (last?.found === found) result[result.length - 1] = { ...last, until };
    else result.push({ found, since, until });
  }
  return result;
}

function probeOf(settings: Readonly<Record<string, unknown>>): Probe {
  const interval = numberIn(settings['intervalInSeconds'], 5);
  const settle = interval * numberIn(settings['numberOfProbes'], 1);
  return {
    tcp: settings['protocol'] === 'tcp',
    // "With no protocol set the extension always reports Healthy" (extension source).
    always: settings['protocol'] === undefined,
    settle: Temporal.Duration.from({ seconds: settle }),
    grace: Temporal.Duration.from({ seconds: numberIn(settings['gracePeriod'], settle) }),
  };
}

function numberIn(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function isBefore(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) < 0;
}
