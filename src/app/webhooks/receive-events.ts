import { eventReceived } from '../../core/audit/webhook-events.ts';
import { matchesEvent } from '../../core/rules/rule.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClaims } from '../../ports/claim-store.ts';
import type { HasClock, HasPause } from '../../ports/clock.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasRefusals } from '../../ports/refusals.ts';
import { applyRule, UNFORESEEN } from './apply-rule.ts';
import { derivedId } from './derived-id.ts';
import { claimEvent, type EventMemory, rememberEvent } from './event-claim.ts';
import type { EventReceipt, EventStatus, InboundEvent, RuleOutcome, WebhookRequest } from './inbound-event.ts';
import type { RuleActPorts } from './perform-act.ts';
import { type ReadRules, readRules } from './read-rules.ts';

/** After this time no further event of a delivery is begun: senders wait for 15 to 30 seconds, and retry what was not done. */
const MOST_SECONDS = 15;

/** The most events of one request. Event Grid sends one unless batching is configured. */
export const MOST_EVENTS = 500;

/** Called before events are parsed, because each faulty event costs as much as a sound one. @throws AppError InvalidRequest */
export function requireFewEvents({ length }: readonly unknown[]): void {
  if (length <= MOST_EVENTS) return;
  const faults = [{ path: '$', message: `${length} events; at most ${MOST_EVENTS} a request` }];
  throw new AppError('InvalidRequest', 'The request is not valid.', { faults });
}

/** The ports that receiveEvents uses. */
export type ReceiveEventsPorts = RuleActPorts & HasClaims & HasDocumentReader & HasPause & HasRefusals;

/**
 * Applies the rules to each event of a delivery, one after the other. A duplicate does nothing. If an event could not be
 * processed, its receipt says so; a retry continues with what is missing.
 * @throws AppError InvalidRequest for more than `MOST_EVENTS`: then none is processed
 */
export async function receiveEvents(
  ports: ReceiveEventsPorts,
  delivery: WebhookRequest,
): Promise<readonly EventReceipt[]> {
  requireFewEvents(delivery.events);
  const end = (await ports.wallClock.now()).add({ seconds: MOST_SECONDS });
  let reading: Promise<ReadRules> | undefined;
  const rules = () => {
    reading ??= readRules(ports);
    return reading;
  };
  const receipts: EventReceipt[] = [];
  for (const event of delivery.events) {
    const isLate = receipts.length > 0 && end.epochNanoseconds <= (await ports.wallClock.now()).epochNanoseconds;
    receipts.push(
      isLate
        ? again(event, ports, { reason: 'there was no time for it' })
        : await receive(ports, { delivery, event, rules }),
    );
  }
  return receipts;
}

interface Work {
  readonly delivery: WebhookRequest;
  readonly event: InboundEvent;
  readonly rules: () => Promise<ReadRules>;
}

async function receive(ports: ReceiveEventsPorts, work: Work): Promise<EventReceipt> {
  const { event, delivery } = work;
  const key = JSON.stringify([delivery.source, event.key]);
  try {
    const claim = await claimEvent(ports, key);
    if (claim.kind === 'busy') return again(event, ports, { reason: 'another request works on it' });
    if (claim.kind === 'done') return receiptOf(event, claim.memory, 'duplicate');
    if (!(await ports.refusals.admits(delivery.source))) {
      const then = 'release';
      await rememberEvent(ports, key, { memory: claim.memory, holder: claim.holder, then });
      return again(event, ports, { reason: 'its source has sent too many events in an hour' });
    }
    return await processEvent(ports, work, { ...claim, key });
  } catch (cause) {
    return again(event, ports, { reason: cause instanceof AppError ? cause.message : UNFORESEEN, cause });
  }
}

interface Held {
  readonly key: string;
  readonly holder: string;
  readonly memory: EventMemory;
}

async function processEvent(
  ports: ReceiveEventsPorts,
  work: Work,
  { key, holder, memory: before }: Held,
): Promise<EventReceipt> {
  let memory = before;
  const remember = (then: 'hold' | 'release') => rememberEvent(ports, key, { memory, holder, then });
  try {
    const outcomes = await applyAll(ports, work, {
      memory,
      settled: async (rules, isLast) => {
        memory = { ...memory, rules };
        if (!isLast) await remember('hold');
      },
    });
    const receipt = receiptOf(work.event, { ...memory, rules: outcomes }, statusOf(outcomes));
    if (receipt.rules.length > 0 || (await ports.refusals.recordsIgnored(work.delivery.source)))
      await record(ports, work, receipt);
    if (receipt.again === undefined) memory = { ...memory, state: 'done', rules: outcomes };
    await remember(memory.state === 'done' ? 'hold' : 'release');
    return receipt;
  } catch (error) {
    // A retry can then continue at once; if the release fails too, after the lease.
    await remember('release').catch(() => undefined);
    throw error;
  }
}

interface Progress {
  readonly memory: EventMemory;
  /** Called after each rule, with the rules that need not be applied again. */
  readonly settled: (rules: readonly RuleOutcome[], isLast: boolean) => Promise<void>;
}

/** The outcomes of all rules that match an event, in order of their ids. Each is stored before the next rule begins. */
async function applyAll(ports: ReceiveEventsPorts, { delivery, event, rules }: Work, { memory, settled }: Progress) {
  const { source } = delivery;
  const read = await rules();
  const matching = read.rules.filter((rule) => matchesEvent(rule, { source, body: event.body }));
  const outcomes: RuleOutcome[] = [];
  for (const rule of matching) {
    const known = memory.rules.find((one) => one.rule === rule.id);
    const correlation = derivedId(source, event.key, rule.id);
    const context = { rule: rule.id, actor: `webhook:${source}`, correlation, receivedAt: memory.receivedAt };
    outcomes.push(known ?? (await applyRule(ports, { rule, body: event.body, context })));
    const certain = outcomes.filter(({ outcome }) => outcome !== 'failed');
    if (known === undefined) await settled(certain, outcomes.length === matching.length);
  }
  return [...outcomes, ...read.unreadable.map((one) => unreadable(one, memory.correlation))];
}

/** It is not known whether the unreadable rule matches this event. */
function unreadable({ rule, fault }: ReadRules['unreadable'][number], correlation: string): RuleOutcome {
  return { rule, act: null, outcome: 'refused', reason: `the rule can't be read: ${fault}`, correlation };
}

async function record(
  ports: HasAuditWriter & HasClock,
  { delivery, event }: Work,
  { correlation, rules }: EventReceipt,
): Promise<void> {
  const { source, sha256, bytes } = delivery;
  const at = await ports.clock.now();
  const outcomes = rules.map(({ cause: _, ...outcome }) => outcome);
  await ports.audit.append([
    eventReceived({ at, source, correlation, event: event.id, sha256, bytes, rules: outcomes }),
  ]);
}

function statusOf(outcomes: readonly RuleOutcome[]): EventStatus {
  const matching = outcomes.filter(({ act }) => act !== null);
  if (matching.length === 0) return 'ignored';
  const isFailed = matching.some(({ outcome }) => outcome === 'failed');
  return isFailed || matching.every(({ outcome }) => outcome === 'refused') ? 'failed' : 'applied';
}

function receiptOf({ id }: InboundEvent, { correlation, rules }: EventMemory, status: EventStatus): EventReceipt {
  const failed = rules.filter(({ outcome }) => outcome === 'failed');
  const reason = failed.map((one) => `${one.rule}: ${one.reason}`).join('; ');
  const cause = failed.find((one) => one.cause !== undefined)?.cause;
  return { id, status, correlation, rules, again: failed.length === 0 ? undefined : reason, cause };
}

function again(
  { id }: InboundEvent,
  ports: HasNewCorrelation,
  { reason, cause }: { readonly reason: string; readonly cause?: unknown },
): EventReceipt {
  return { id, status: 'failed', correlation: ports.newCorrelation(), rules: [], again: reason, cause };
}
