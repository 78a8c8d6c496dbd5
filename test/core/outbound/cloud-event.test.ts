import { describe, expect, it } from 'vitest';
import type { AuditRecord } from '../../../src/core/audit/record.ts';
import { toCloudEvent } from '../../../src/core/outbound/cloud-event.ts';
import { NOON } from '../../support/builders.ts';

const RECORD: AuditRecord = {
  at: NOON,
  actor: 'timer:evaluate-pools',
  action: 'node.started',
  phase: 'event',
  subject: { account: 'demo', pool: 'render', node: 'tvmps_1' },
  reason: 'started in 180 s',
  correlation: 'c',
  policy: 'render@1',
  after: { seconds: 180 },
  chain: 'p.demo.render.2026-03',
  number: 17,
  previous: '',
  hash: 'h',
};

describe('toCloudEvent', () => {
  it('tells a record about a node', () => {
    expect(toCloudEvent(RECORD)).toEqual({
      specversion: '1.0',
      id: 'p.demo.render.2026-03/17',
      source: '/lamplighter/accounts/demo/pools/render',
      subject: 'tvmps_1',
      type: 'lamplighter.node.started',
      time: '2026-03-02T12:00:00Z',
      datacontenttype: 'application/json',
      data: {
        reason: 'started in 180 s',
        actor: 'timer:evaluate-pools',
        correlation: 'c',
        account: 'demo',
        pool: 'render',
        node: 'tvmps_1',
        policy: 'render@1',
        after: { seconds: 180 },
      },
    });
  });

  it('tells a record about a pool without a subject, and one about a document with it', () => {
    const ofPool = { ...RECORD, action: 'circuit.opened', subject: { account: 'demo', pool: 'render' } };
    expect(toCloudEvent(ofPool)).not.toHaveProperty('subject');
    const ofDocument = { ...RECORD, action: 'schedule.put', subject: { document: 'schedules/a' }, before: { id: 'a' } };
    expect(toCloudEvent(ofDocument)).toMatchObject({
      source: '/lamplighter/documents',
      subject: 'schedules/a',
      data: { document: 'schedules/a', before: { id: 'a' } },
    });
  });

  it.each([
    ['an intent', { phase: 'intent' as const }],
    ['what nobody is told of', { action: 'health.changed' }],
    ['a subscription', { action: 'subscription.put' }],
    ['a notice, which has a time of its own', { action: 'window.closing' }],
  ])('tells nothing of %s', (_, overrides) => {
    expect(toCloudEvent({ ...RECORD, ...overrides })).toBeUndefined();
  });
});
