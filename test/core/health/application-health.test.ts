import { describe, expect, it } from 'vitest';
import { healthBySource } from '../../../src/core/health/application-health.ts';
import type { ApplicationHealthState } from '../../../src/core/health/application-health-state.ts';
import { combine, toAnswer } from '../../../src/node-health/composite.ts';

function said(applicationHealth: ApplicationHealthState, settings: Record<string, unknown>, metrics?: string) {
  const status = { level: undefined, display: undefined, time: undefined };
  const subStatuses =
    metrics === undefined ? [] : [{ ...status, code: 'ComponentStatus/CustomMetrics/succeeded', message: metrics }];
  return healthBySource({ applicationHealth, settings, subStatuses });
}

const nodeHealth = (sides: object) => JSON.stringify({ queue: 5, NodeHealth: sides });

const OWN = { protocol: 'http', port: 8080, requestPath: '/health' };
const AGENT = { protocol: 'http', port: 29879, requestPath: '/' };

describe('the answer of the composite health server', () => {
  it.each([
    ['Unhealthy', 'Healthy'],
    ['Healthy', 'Unknown'],
  ] as const)('is read as it was written: application %s, agent %s', (application, agent) => {
    const health = combine({ state: agent, reason: 'says so' }, { state: application, reason: 'status 200: fine' });
    const { CustomMetrics: metrics } = JSON.parse(toAnswer(health, 'rich').body) as { readonly CustomMetrics: string };
    expect(said('Unknown', OWN, metrics)).toMatchObject({ application, agent });
  });
});

describe('the health of the application and that of the Batch agent', () => {
  it.each([
    // the probe asks the agent: it says nothing of the application
    [said('Healthy', AGENT), undefined, 'Healthy'],
    [said('Unhealthy', { ...AGENT, port: '29879' }), undefined, 'Unhealthy'],
    // the probe asks a server of the application's own
    [said('Healthy', OWN), 'Healthy', undefined],
    [said('Unhealthy', OWN), undefined, undefined],
    // which may say both
    [said('Unhealthy', OWN, nodeHealth({ application: 'Healthy', agent: 'unhealthy' })), 'Healthy', 'Unhealthy'],
    [said('Unknown', OWN, nodeHealth({ agent: 'Healthy: says healthy' })), undefined, 'Healthy'],
    [said('Unhealthy', OWN, nodeHealth({ application: 'Unhealthy: status 500: busy' })), 'Unhealthy', undefined],
    // or something else altogether
    [said('Healthy', OWN, '{"queue":5}'), 'Healthy', undefined],
    [said('Healthy', OWN, 'not JSON'), 'Healthy', undefined],
    [said('Healthy', OWN, 'null'), 'Healthy', undefined],
    [said('Healthy', OWN, '{"NodeHealth":5}'), 'Healthy', undefined],
  ])('case %#: %o', (apart, application, agent) => {
    expect(apart).toMatchObject({ application, agent });
    expect(apart.because).not.toBe('');
  });
});
