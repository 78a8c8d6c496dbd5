import { describe, expect, it } from 'vitest';
import { tellApart } from '../../../src/core/health/application-health.ts';
import type { ApplicationHealthState } from '../../../src/core/health/application-health-state.ts';

function said(applicationHealth: ApplicationHealthState, settings: Record<string, unknown>, metrics?: string) {
  const status = { level: undefined, display: undefined, time: undefined };
  const subStatuses =
    metrics === undefined ? [] : [{ ...status, code: 'ComponentStatus/CustomMetrics/succeeded', message: metrics }];
  return tellApart({ applicationHealth, settings, subStatuses });
}

const OWN = { protocol: 'http', port: 8080, requestPath: '/health' };
const AGENT = { protocol: 'http', port: 29879, requestPath: '/' };

describe('the health of the application and that of the Batch agent', () => {
  it.each([
    // the probe asks the agent: it says nothing of the application
    [said('Healthy', AGENT), undefined, 'Healthy'],
    [said('Unhealthy', { ...AGENT, port: '29879' }), undefined, 'Unhealthy'],
    // the probe asks a server of the application's own
    [said('Healthy', OWN), 'Healthy', undefined],
    [said('Unhealthy', OWN), undefined, undefined],
    // which may say both
    [said('Unhealthy', OWN, '{"application":"Healthy","batchAgent":"unhealthy"}'), 'Healthy', 'Unhealthy'],
    [said('Unknown', OWN, '{"batchAgent":"Healthy"}'), undefined, 'Healthy'],
    // or something else altogether
    [said('Healthy', OWN, '{"queue":5}'), 'Healthy', undefined],
    [said('Healthy', OWN, 'not JSON'), 'Healthy', undefined],
    [said('Healthy', OWN, 'null'), 'Healthy', undefined],
  ])('case %#: %o', (apart, application, agent) => {
    expect(apart).toMatchObject({ application, agent });
    expect(apart.because).not.toBe('');
  });
});
