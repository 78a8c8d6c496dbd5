import type { HealthState, Signal } from './signal.ts';

/** The health of a node, and the two signals that make it. */
export interface CompositeHealth {
  readonly state: HealthState;
  readonly agent: Signal;
  readonly application: Signal;
}

/** What is sent: a body in the form of a Rich Health State. */
export interface HealthAnswer {
  readonly status: 200 | 503;
  readonly body: string;
}

/** Which version of the extension asks: 2.0 reads the body (`rich`), 1.0 only the status (`binary`). */
export type AnswerKind = 'rich' | 'binary';

/**
 * Healthy only if both sides say so; unhealthy if one does; otherwise unknown. "Otherwise you might end up with a 'healthy'
 * node that doesn't have a properly functioning Batch Agent." (https://learn.microsoft.com/azure/batch/create-pool-extensions)
 */
export function combine(agent: Signal, application: Signal): CompositeHealth {
  return { state: stateOf(agent.state, application.state), agent, application };
}

function stateOf(agent: HealthState, application: HealthState): HealthState {
  if (agent === 'Unhealthy' || application === 'Unhealthy') return 'Unhealthy';
  return agent === 'Healthy' && application === 'Healthy' ? 'Healthy' : 'Unknown';
}

/**
 * The answer to a probe. The extension takes `Healthy` and `Unhealthy`, spelled just so, from answers of status 2xx; a 503
 * and any other word are unknown to it, so that unknown is said twice. `CustomMetrics` must be a text that is a JSON object
 * with members: some versions of the extension take an answer with other metrics for none.
 * (https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-health-extension; extension source, health.go)
 */
export function toAnswer({ state, agent, application }: CompositeHealth, kind: AnswerKind): HealthAnswer {
  // Version 1.0 goes by the status alone: to it, an unhealthy node that answers 200 is healthy.
  const isTaken = kind === 'binary' ? state === 'Healthy' : state !== 'Unknown';
  const metrics = { ...application.metrics, NodeHealth: { agent: shown(agent), application: shown(application) } };
  return {
    status: isTaken ? 200 : 503,
    body: JSON.stringify({ ApplicationHealthState: state, CustomMetrics: JSON.stringify(metrics) }),
  };
}

/** A signal in words, such as `Unknown: no answer within 10 s`. It holds no time, so that equal health is an equal answer. */
export function shown({ state, reason }: Signal): string {
  return `${state}: ${reason}`;
}
