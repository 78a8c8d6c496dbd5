import { Temporal } from 'temporal-polyfill';
import { WINDOW_CLOSING } from '../../core/outbound/event-type.ts';
import { type Subscription, wantsType } from '../../core/outbound/subscription.ts';
import { type DocumentFinding, namedBefore, withoutEffect } from '../fields/document-finding.ts';

/** The default; a parsed subscription does not show whether somebody has written it. */
const USUAL_NOTICE = Temporal.Duration.from({ minutes: 30 });

/** Events about documents, which concern all pools. */
const OF_DOCUMENTS = /^lamplighter\.(?:schedule|policy)\./;

/** Members of a subscription that have no effect without, or beside, another member. */
export function findingsOfSubscription(subscription: Omit<Subscription, 'secrets'>): readonly DocumentFinding[] {
  const { events, accounts, pools, noticeBefore } = subscription;
  const isNoticeUsual = Temporal.Duration.compare(noticeBefore, USUAL_NOTICE) === 0;
  const filtered = [...(accounts === undefined ? [] : ['accounts']), ...(pools === undefined ? [] : ['pools'])];
  return [
    ...withoutEffect(!isNoticeUsual && !wantsType(subscription, WINDOW_CLOSING), {
      path: '$.notice.before',
      why: `without the event ${WINDOW_CLOSING}`,
    }),
    ...filtered.flatMap((name) =>
      withoutEffect(
        events.every((type) => OF_DOCUMENTS.test(type)),
        { path: `$.filter.${name}`, why: 'on events about documents, and there are no others' },
      ),
    ),
    ...events.flatMap((type, index) =>
      withoutEffect(type !== '*' && events.includes('*'), { path: `$.events[${index}]`, why: 'beside "*"' }),
    ),
    ...namedBefore('$.events', events),
  ];
}
