import { describe, expect, it } from 'vitest';
import { combine, toAnswer } from '../../src/node-health/composite.ts';
import type { HealthState, Signal } from '../../src/node-health/signal.ts';

const says = (state: HealthState): Signal => ({ state, reason: `says ${state.toLowerCase()}` });

describe('the health of a node', () => {
  // agent, application, state, status for version 2.0, status for version 1.0
  it.each([
    ['Healthy', 'Healthy', 'Healthy', 200, 200],
    ['Healthy', 'Unhealthy', 'Unhealthy', 200, 503],
    ['Healthy', 'Unknown', 'Unknown', 503, 503],
    ['Unhealthy', 'Healthy', 'Unhealthy', 200, 503],
    ['Unhealthy', 'Unhealthy', 'Unhealthy', 200, 503],
    ['Unhealthy', 'Unknown', 'Unhealthy', 200, 503],
    ['Unknown', 'Healthy', 'Unknown', 503, 503],
    ['Unknown', 'Unhealthy', 'Unhealthy', 200, 503],
    ['Unknown', 'Unknown', 'Unknown', 503, 503],
  ] as const)('agent %s and application %s is %s, told with %i, to version 1.0 with %i', (...row) => {
    const [agent, application, state, rich, binary] = row;
    const health = combine(says(agent), says(application));
    expect(health.state).toBe(state);
    expect(toAnswer(health, 'rich').status).toBe(rich);
    expect(toAnswer(health, 'binary').status).toBe(binary);
    expect(toAnswer(health, 'binary').body).toBe(toAnswer(health, 'rich').body);
    expect(asTheExtensionReads(toAnswer(health, 'rich'))).toBe(state);
  });

  it('shows both signals, and passes on what the application measures', () => {
    const agent = says('Healthy');
    const application = { ...says('Unhealthy'), metrics: { RollingUpgrade: { SkipUpgrade: 'true' } } };
    const { body } = toAnswer(combine(agent, application), 'rich');
    const { CustomMetrics: metrics, ...rest } = JSON.parse(body) as { readonly CustomMetrics: string };
    expect(rest).toEqual({ ApplicationHealthState: 'Unhealthy' });
    expect(JSON.parse(metrics)).toEqual({
      RollingUpgrade: { SkipUpgrade: 'true' },
      NodeHealth: { agent: 'Healthy: says healthy', application: 'Unhealthy: says unhealthy' },
    });
  });

  it('keeps its state whatever the application sends as metrics', () => {
    let deep: unknown = {};
    for (let depth = 0; depth < 30_000; depth += 1) deep = [deep];
    const application = { ...says('Unhealthy'), metrics: { deep } };
    const answer = toAnswer(combine(says('Healthy'), application), 'rich');
    expect(asTheExtensionReads(answer)).toBe('Unhealthy');
    expect(answer).toEqual(toAnswer(combine(says('Healthy'), says('Unhealthy')), 'rich'));
  });
});

/** As the Application Health extension 2.0 reads an answer (its source, health.go and probeResponse.go). */
function asTheExtensionReads({ status, body }: { readonly status: number; readonly body: string }): string {
  if (status < 200 || status > 299) return 'Unknown';
  const { ApplicationHealthState: state, CustomMetrics: metrics } = JSON.parse(body) as Record<string, unknown>;
  const hasMembers = typeof metrics === 'string' && Object.keys(JSON.parse(metrics) as object).length > 0;
  return (state === 'Healthy' || state === 'Unhealthy') && hasMembers ? state : 'Unknown';
}
