import pLimit from 'p-limit';
import { Temporal } from 'temporal-polyfill';
import { windowClosing } from '../../core/audit/events.ts';
import { recordId } from '../../core/audit/record.ts';
import { WINDOW_CLOSING } from '../../core/outbound/event-type.ts';
import { type Subscription, wantsEvent, wantsType } from '../../core/outbound/subscription.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import { describeError } from '../../core/text/describe-error.ts';
import { isBefore } from '../../core/time/instants.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasWallClock } from '../../ports/clock.ts';
import { BatchThrottled } from '../../ports/errors.ts';
import { fromEventText } from '../../ports/event-messages.ts';
import type { HasEventQueues } from '../../ports/event-queues.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { DocumentSources } from '../documents/read-documents.ts';
import { readDocuments } from '../documents/read-documents.ts';
import { onceOnly } from '../idempotency/once-only.ts';
import { closingFacts, closingReason, toClosingEvent } from './closing-event.ts';
import { closingFinder, type Outlook, type PoolClosing } from './find-closings.ts';
import { readSubscriptions } from './read-subscriptions.ts';
import type { HasToldNotices } from './told-notices.ts';

const ACTOR = 'timer:notice-windows';
const AT_ONCE = 8;
/** How long after a closing it is remembered that its notice was sent. */
const REMEMBERED_HOURS = 24;

/** The result of one run of the timer. */
export interface NoticeReport {
  /** Number of notices. */
  readonly given: number;
  /** One sentence for each account that could not be read. */
  readonly problems: readonly string[];
  /** Those of them that the next run does not mend by itself, as it does where Batch only throttles. */
  readonly failures: readonly string[];
}

/** The ports that noticeWindows uses. */
export type NoticeWindowsPorts = DocumentSources &
  HasAuditWriter &
  HasBatchReader &
  HasClaims &
  HasEventQueues &
  HasNewCorrelation &
  HasToldNotices &
  HasWallClock;

/**
 * Sends notices of closing windows and from which nodes are deallocated: once for each subscription and
 * closing, at the time that the subscription asks for. If no subscription wants notices, nothing is read. Otherwise, a run
 * reads two lists for each account and makes no request for a single pool. A missed or doubled tick changes nothing.
 */
export async function noticeWindows(ports: NoticeWindowsPorts): Promise<NoticeReport> {
  const all = await readSubscriptions(ports);
  const subscriptions = all.filter((one) => one.enabled && wantsType(one, WINDOW_CLOSING));
  if (subscriptions.length === 0) return { given: 0, problems: [], failures: [] };
  const now = await ports.clock.now();
  const until = now.add(subscriptions.map(({ noticeBefore }) => noticeBefore).reduce(longer));
  const outlook = { documents: await readDocuments(ports, now), now, until };
  const find = closingFinder(ports, outlook);
  const problems: string[] = [];
  const failures: string[] = [];
  let given = 0;
  for (const account of ports.batch.accounts) {
    try {
      const closings = await find(account);
      const notices = await pLimit(AT_ONCE).map(closings, (one) =>
        noticeOne(ports, one, { ...outlook, subscriptions }),
      );
      given += notices.reduce((sum, count) => sum + count, 0);
    } catch (error) {
      const problem = `No notice could be given for the account ${account}: ${describeError(error)}`;
      problems.push(problem);
      if (!(error instanceof BatchThrottled)) failures.push(problem);
    }
  }
  return { given, problems, failures };
}

function longer(a: Temporal.Duration, b: Temporal.Duration): Temporal.Duration {
  return Temporal.Duration.compare(a, b) < 0 ? b : a;
}

interface Listeners extends Outlook {
  readonly subscriptions: readonly Subscription[];
}

/**
 * Publishes a closing to the subscriptions for which it is due.
 * @returns the number of subscriptions that are new
 */
async function noticeOne(
  ports: NoticeWindowsPorts,
  one: PoolClosing,
  { now, subscriptions }: Listeners,
): Promise<number> {
  const { pool, closing } = one;
  const about = {
    type: WINDOW_CLOSING,
    data: { account: pool.account, pool: pool.poolId, reason: '', actor: '', correlation: '' },
  };
  const name = `${pool.account}/${pool.poolId.toLowerCase()}/${closing.at}`;
  const noticeTo = (subscription: string) => `told|${subscription}|${name}`;
  const told = subscriptions.filter(
    (each) =>
      !isBefore(now.add(each.noticeBefore), closing.at) &&
      !ports.toldNotices.has(noticeTo(each.id)) &&
      wantsEvent(each, about),
  );
  if (told.length === 0) return 0;
  const remaining = now.until(closing.at);
  const until = (await ports.wallClock.now()).add(remaining).add({ hours: REMEMBERED_HOURS });
  const record = { scope: 'notice', key: `record|${name}`, until } as const;
  const { text } = await onceOnly(ports, record, () => recordClosing(ports, one, now));
  // Another process is recording it: the next tick finds the record.
  if (text === '') return 0;
  const events = [fromEventText(text)];
  const results = await Promise.all(
    told.map(async ({ id: subscription }) => {
      const key = noticeTo(subscription);
      const result = await onceOnly(ports, { ...record, key }, async () => {
        await ports.events.publish({ events, subscription });
        return 'told';
      });
      if (result.text === 'told') ports.toldNotices.add(key);
      return result;
    }),
  );
  return results.filter(({ isNew }) => isNew).length;
}

/** Records a closing, and returns the event as JSON. */
async function recordClosing(
  ports: HasAuditWriter & HasNewCorrelation,
  { pool, closing, allocated, policy }: PoolClosing,
  at: Temporal.Instant,
): Promise<string> {
  const reason = closingReason(closing, allocated);
  const facts = closingFacts(closing, allocated);
  const context = { at, actor: ACTOR, pool, correlation: ports.newCorrelation(), policy };
  const [record] = await ports.audit.append([windowClosing(context, { reason, closing: facts })]);
  const id = record === undefined ? '' : recordId(record);
  const { correlation } = context;
  return asciiJson(toClosingEvent(pool, { id, time: at.toString(), reason, actor: ACTOR, correlation, facts }));
}
