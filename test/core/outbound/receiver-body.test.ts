import { describe, expect, it } from 'vitest';
import type { CloudEvent } from '../../../src/core/outbound/cloud-event.ts';
import { placeholdersIn, toReceiverBody } from '../../../src/core/outbound/receiver-body.ts';

const EVENT: CloudEvent = {
  specversion: '1.0',
  id: 'p.demo.render.2026-03/17',
  source: '/lamplighter/accounts/demo/pools/render',
  type: 'lamplighter.window.closing',
  time: '2026-03-02T17:00:00Z',
  datacontenttype: 'application/json',
  data: {
    reason: 'window "weekdays" <!channel> closes & 12 nodes go',
    actor: 'timer:notice-windows',
    correlation: 'c',
    account: 'demo',
    pool: 'render',
    allocated: 12,
    links: { skip: { url: 'https://lamps.example/api/links/a?b=1&c=2' } },
  },
};

describe('the body for a receiver', () => {
  it('is the event itself without more', () => {
    expect(toReceiverBody(EVENT, { kind: 'cloudevents' })).toEqual({
      contentType: 'application/cloudevents+json; charset=utf-8',
      body: EVENT,
    });
  });

  it('is a text for Slack that calls nobody and links only where we link', () => {
    expect(toReceiverBody(EVENT, { kind: 'slack' }).body).toEqual({
      text:
        '*demo/render: window.closing*\nwindow "weekdays" &lt;!channel&gt; closes &amp; 12 nodes go\n' +
        '<https://lamps.example/api/links/a?b=1&amp;c=2|Keep on until the next window>',
    });
  });

  it('is a card for Teams with a button for each link', () => {
    expect(toReceiverBody(EVENT, { kind: 'teams' }).body).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            body: [
              { inlines: [{ text: 'demo/render: window.closing' }] },
              { inlines: [{ text: 'window "weekdays" <!channel> closes & 12 nodes go' }] },
            ],
            actions: [{ type: 'Action.OpenUrl', url: 'https://lamps.example/api/links/a?b=1&c=2' }],
          },
        },
      ],
    });
  });

  it('is an e-mail in plain text for Azure Communication Services, which the app signs in to', () => {
    const parties = { from: 'lamps@contoso.com', to: ['ops@contoso.com', 'anna@contoso.com'] };
    expect(toReceiverBody(EVENT, { kind: 'email', ...parties })).toEqual({
      contentType: 'application/json; charset=utf-8',
      path: '/emails:send?api-version=2023-03-31',
      signsIn: true,
      body: {
        senderAddress: 'lamps@contoso.com',
        recipients: { to: [{ address: 'ops@contoso.com' }, { address: 'anna@contoso.com' }] },
        content: {
          subject: 'demo/render: window.closing',
          plainText: [
            'window "weekdays" <!channel> closes & 12 nodes go',
            '',
            'Keep on until the next window: https://lamps.example/api/links/a?b=1&c=2',
            '2026-03-02T17:00:00Z, timer:notice-windows, correlation c',
          ].join('\n'),
        },
      },
    });
  });

  it('fills the placeholders of a template within texts, and leaves all else', () => {
    const template = {
      summary: '{{type}} of {{ data.pool }}',
      count: 1,
      tags: ['{{data.allocated}}', '{{data.node}}'],
    };
    expect(placeholdersIn(template)).toEqual(['type', 'data.pool', 'data.allocated', 'data.node']);
    expect(toReceiverBody(EVENT, { kind: 'template', template }).body).toEqual({
      summary: 'lamplighter.window.closing of render',
      count: 1,
      tags: ['12', ''],
    });
  });

  it('takes nothing from an event for a placeholder', () => {
    const event = { ...EVENT, data: { ...EVENT.data, reason: '{{data.actor}}' } };
    expect(toReceiverBody(event, { kind: 'template', template: ['{{data.reason}}'] }).body).toEqual(['{{data.actor}}']);
  });
});
