import { describe, expect, it } from 'vitest';
import { parseSubscription } from '../../../src/documents/subscriptions/subscription-document.ts';
import { findingsOfSubscription } from '../../../src/documents/subscriptions/subscription-findings.ts';

function findings(members: object): readonly string[] {
  const parsed = parseSubscription({ id: 'ops', url: 'https://hooks.example/x', events: ['*'], ...members });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return findingsOfSubscription(parsed.value).map(({ severity, path, message }) => `${severity} ${path}: ${message}`);
}

const [STARTED, CLOSING] = ['lamplighter.node.started', 'lamplighter.window.closing'];
const FILTER = { pools: ['render'], accounts: ['demo'] };

describe('the findings of a subscription', () => {
  it.each<[string, object, readonly string[]]>([
    ['nothing', {}, []],
    [
      'a notice of what is not sent',
      { events: [STARTED], notice: { before: 'PT1H' } },
      ['warning $.notice.before: it has no effect without the event lamplighter.window.closing'],
    ],
    ['a notice', { events: [CLOSING], notice: { before: 'PT1H' } }, []],
    ['a notice among all events', { notice: { before: 'PT1H' } }, []],
    ['the usual notice', { events: [STARTED], notice: { before: 'PT30M' } }, []],
    [
      'a filter of events that pass it',
      { events: ['lamplighter.schedule.put', 'lamplighter.policy.delete'], filter: FILTER },
      [
        'warning $.filter.accounts: it has no effect on events about documents, and there are no others',
        'warning $.filter.pools: it has no effect on events about documents, and there are no others',
      ],
    ],
    ['a filter', { events: ['lamplighter.schedule.put', STARTED], filter: FILTER }, []],
    [
      'a type beside all of them, and a type again',
      { events: [STARTED, '*', '*'] },
      [
        'warning $.events[0]: it has no effect beside "*"',
        'warning $.events[2]: it has no effect here: the list has it before',
      ],
    ],
  ])('say what has no effect of %s', (_, members, expected) => {
    expect(findings(members)).toEqual(expected);
  });
});
