import { describe, expect, it } from 'vitest';
import { type Subscription, wantsEvent } from '../../../src/core/outbound/subscription.ts';
import { minutes } from '../../support/builders.ts';

const SUBSCRIPTION: Subscription = {
  id: 'ops',
  url: 'https://hooks.example/',
  events: ['*'],
  accounts: undefined,
  pools: undefined,
  secrets: ['whsec_'],
  noticeBefore: minutes(30),
  enabled: true,
  format: { kind: 'cloudevents' },
};

const STARTED = 'lamplighter.node.started';
const OF_RENDER = { account: 'demo', pool: 'render' };
const OF_DOCUMENT = { document: 'schedules/office-hours' };

describe('wantsEvent', () => {
  it.each<[string, Partial<Subscription>, string, object, boolean]>([
    // types
    ['all', {}, STARTED, OF_RENDER, true],
    ['this one', { events: [STARTED] }, STARTED, OF_RENDER, true],
    ['another', { events: ['lamplighter.gate.failed'] }, STARTED, OF_RENDER, false],
    ['nothing while it is off', { enabled: false }, STARTED, OF_RENDER, false],
    // pools
    ['this pool, in any letter case', { pools: ['Render'] }, STARTED, OF_RENDER, true],
    ['a pattern of it', { pools: ['x', 'demo/ren*'] }, STARTED, OF_RENDER, true],
    ['another pool', { pools: ['other'] }, STARTED, OF_RENDER, false],
    ['its account', { accounts: ['demo'] }, STARTED, OF_RENDER, true],
    ['another account', { accounts: ['other'] }, STARTED, OF_RENDER, false],
    ['its account and another pool', { accounts: ['demo'], pools: ['other'] }, STARTED, OF_RENDER, false],
    // documents concern all pools
    ['a document', { pools: ['other'], accounts: ['other'] }, 'lamplighter.schedule.put', OF_DOCUMENT, true],
  ])('%s', (_, overrides, type, about, expected) => {
    const data = { reason: '', actor: '', correlation: '', ...about };
    expect(wantsEvent({ ...SUBSCRIPTION, ...overrides }, { type, data })).toBe(expected);
  });
});
