import type { Temporal } from 'temporal-polyfill';
import type { CircuitChange } from '../health/pass-gate.ts';
import type { HealthTransition } from '../health/transitions.ts';
import type { Circuit, StartBackOff } from '../memory/memory.ts';
import type { Completion } from '../memory/pending-operation.ts';
import type { NoticedAct } from '../plan/note-nodes.ts';
import type { ReadinessScore } from '../plan/score-readiness.ts';
import type { ManualPolicy } from '../policy/policy.ts';
import type { Act, CountedAct, Outcome, TasksOnDeallocate } from '../pool/act.ts';
import type { PoolName } from '../pool/pool-name.ts';
import type { AuditEntry } from './record.ts';

/** The members that all entries about one evaluation of a pool share. */
export interface EvaluationContext {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly pool: PoolName;
  readonly correlation: string;
  readonly policy: string | undefined;
}

/** The intent of an act on a node. */
export function actIntended(context: EvaluationContext, { node, action, reason, tasks }: IntendedAct): AuditEntry {
  return {
    ...common(context, node),
    action,
    phase: 'intent',
    reason,
    ...(tasks !== undefined && { after: { tasks } }),
  };
}

interface IntendedAct {
  readonly node: string;
  readonly action: Act;
  readonly reason: string;
  /** For a deallocation, if running tasks are not allowed to finish. */
  readonly tasks?: TasksOnDeallocate | undefined;
}

/** An evaluation or request has died, and its acts are about to be found out. */
export function evaluationRecovered(context: EvaluationContext, correlation: string): AuditEntry {
  const reason =
    'an evaluation or a request did not come to its end; what it did is read from the audit log before anything is decided';
  return { ...common(context), action: 'evaluation.recovered', phase: 'event', reason, after: { correlation } };
}

/** The outcome of an act on a node. */
export function actAnswered(
  context: EvaluationContext,
  answer: {
    readonly node: string;
    readonly action: Act;
    readonly outcome: Outcome;
    readonly reason: string;
    readonly intent: string;
  },
): AuditEntry {
  const { node, action, outcome, reason, intent } = answer;
  return { ...common(context, node), action, phase: 'outcome', outcome, reason, intent };
}

/** A pool is left alone although it has, or may have, a policy. */
export function poolLeftAlone(context: EvaluationContext, reason: string): AuditEntry {
  return { ...common(context), action: 'pool.left-alone', phase: 'event', reason };
}

/** A pool that was left alone is managed again. */
export function poolTakenUp(context: EvaluationContext, before: string): AuditEntry {
  return { ...common(context), action: 'pool.taken-up', phase: 'event', reason: `no longer: ${before}` };
}

/** An evaluation was given up, because it failed every time or reads something that somebody has to repair. */
export function evaluationPoisoned(context: EvaluationContext, reason: string): AuditEntry {
  return { ...common(context), action: 'evaluation.poisoned', phase: 'event', reason };
}

/** An evaluation has succeeded again after earlier ones were given up. */
export function evaluationResumed(context: EvaluationContext, before: string): AuditEntry {
  return { ...common(context), action: 'evaluation.resumed', phase: 'event', reason: `no longer: ${before}` };
}

/** A document was written or deleted. */
export function documentChanged(change: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly action: `${'schedule' | 'policy' | 'subscription' | 'rule'}.${'put' | 'delete'}`;
  readonly document: string;
  readonly correlation: string;
  readonly before: unknown;
  readonly after: unknown;
}): AuditEntry {
  const { document, before, after, ...rest } = change;
  const verb = before === undefined ? 'created' : after === undefined ? 'deleted' : 'changed';
  return { ...rest, phase: 'event', subject: { document }, reason: `${document} ${verb}`, before, after };
}

/** A directive of a pool has changed: an override or an announcement. */
export function poolNoteChanged(change: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly action: 'circuit.reset' | 'override' | 'override.delete' | 'demand.announced' | 'demand.withdrawn';
  readonly pool: PoolName;
  readonly correlation: string;
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
}): AuditEntry {
  const { pool, ...rest } = change;
  return { ...rest, phase: 'event', subject: { account: pool.account, pool: pool.poolId } };
}

/** Batch names no caller: https://learn.microsoft.com/rest/api/batchservice/nodes/get-node (api-version 2025-06-01). */
const WHO = 'Batch shows neither whether a person or another scheduler, nor which';

/** Somebody else has started or deallocated a node; `together` counts the nodes noticed in the same look, with this one. */
export function manualActNoticed(
  context: EvaluationContext,
  { nodeId, action, until, seconds }: NoticedAct,
  { manual, together }: { readonly manual: ManualPolicy; readonly together: number },
): AuditEntry {
  const what = action === 'start' ? 'started' : 'deallocated';
  const others = together > 1 ? `, with ${together - 1} other ${together === 2 ? 'node' : 'nodes'}` : '';
  const then = manual === 'respect' ? `respected until ${until}` : 'the policy does not respect it';
  return {
    ...common(context, nodeId),
    action: `node.manual-${action}`,
    phase: 'event',
    reason: `${what} by somebody else${others}; ${then}`,
    after: { together, who: WHO, seconds },
  };
}

/** The final result of an act that Batch had accepted, with the correlation of the evaluation or request behind it. */
export function operationCompleted(
  context: Omit<EvaluationContext, 'correlation'>,
  { nodeId, action, kind, correlation, seconds, reason, shows }: Completion,
): AuditEntry {
  const entry = { ...common({ ...context, correlation }, nodeId), phase: 'event' as const, reason };
  if (kind === 'overtaken') return { ...entry, action: 'act.overtaken', before: action };
  if (kind === 'failed') return { ...entry, action: `node.${action}-failed`, after: { state: shows } };
  return { ...entry, action: COMPLETED[action], after: { seconds } };
}

const COMPLETED = {
  start: 'node.started',
  deallocate: 'node.deallocated',
  remove: 'node.removed',
} as const satisfies Record<CountedAct, string>;

/** A started node has failed its gate. */
export function gateFailed(
  context: EvaluationContext,
  { nodeId, reason, remedy }: { readonly nodeId: string; readonly reason: string; readonly remedy: string },
): AuditEntry {
  return { ...common(context, nodeId), action: 'gate.failed', phase: 'event', reason, after: { remedy } };
}

/** Too many started nodes have failed their gate; or that has ended. */
export function circuitChanged(
  context: EvaluationContext,
  change: CircuitChange,
  circuit: Circuit | undefined,
): AuditEntry {
  const action = change === 'opened' ? 'circuit.opened' : 'circuit.closed';
  return { ...common(context), action, phase: 'event', reason: circuit?.because ?? CLOSED_BECAUSE[change] };
}

const CLOSED_BECAUSE: Readonly<Record<CircuitChange, string>> = {
  opened: '',
  closed: 'a started node has passed its gate',
  reset: 'somebody has reset it',
  dropped: 'the policy has no gate any more that holds starts back',
};

/** Starts have failed several times in a row; or one has succeeded again. */
export function startCircuitChanged(
  context: EvaluationContext,
  change: 'opened' | 'closed',
  backOff: StartBackOff | undefined,
): AuditEntry {
  const story =
    backOff === undefined
      ? 'a start has succeeded again, or somebody has reset it'
      : `starts have failed ${backOff.failures} times in a row since ${backOff.since}, the last because ${backOff.because}; the next is tried at ${backOff.retryAt}`;
  return { ...common(context), action: `circuit.${change}`, phase: 'event', reason: story };
}

/** Were the nodes that an edge requires ready at that edge? */
export function readinessScored(
  context: EvaluationContext,
  { edge, needed, ready, verdict, reason }: ReadinessScore,
): AuditEntry {
  return {
    ...common(context),
    action: `capacity.${verdict}`,
    phase: 'event',
    reason,
    after: { edge: edge.toString(), needed, ready },
  };
}

/** The health of the application on a node, or of an extension of the node, has changed since the last answer. */
export function nodeHealthChanged(
  context: EvaluationContext,
  { node, transition }: { readonly node: string; readonly transition: HealthTransition },
): AuditEntry {
  const { kind, extension } = transition;
  const entry = { ...common(context, node), action: kind, phase: 'event' as const };
  if (kind === 'health.changed') {
    const { from, to } = transition;
    const reason = `${extension}: ${from === undefined ? '' : `${from}, now `}${to}`;
    return { ...entry, reason, ...(from !== undefined && { before: from }), after: to };
  }
  const { message } = transition;
  const what = kind === 'extension.failed' ? 'has failed' : 'is well again';
  return { ...entry, reason: `${extension} ${what}${message === '' ? '' : `: ${message}`}` };
}

/** A delivery is given up. */
export function deliveryGivenUp(given: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly subscription: string;
  readonly correlation: string;
  readonly reason: string;
  readonly delivery: unknown;
}): AuditEntry {
  const { subscription, delivery, ...rest } = given;
  const subject = { document: `subscriptions/${subscription}` };
  return { ...rest, action: 'delivery.given-up', phase: 'event', subject, after: delivery };
}

/** Events could not be published. */
export function eventsUnpublished(given: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly correlation: string;
  readonly reason: string;
  readonly events: unknown;
}): AuditEntry {
  const { events, ...rest } = given;
  return { ...rest, action: 'events.unpublished', phase: 'event', subject: {}, after: events };
}

/** A message that the host gave up could not be parsed, and was removed. */
export function messageUnreadable(found: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly correlation: string;
  readonly reason: string;
  readonly message: { readonly characters: number; readonly sha256: string };
}): AuditEntry {
  const { message, ...rest } = found;
  return { ...rest, action: 'message.unreadable', phase: 'event', subject: {}, after: message };
}

/** A person has requested a delivery now. */
export function deliveryAsked(asked: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly subscription: string;
  readonly correlation: string;
  readonly action: 'delivery.test' | 'delivery.retried';
  readonly reason: string;
}): AuditEntry {
  const { subscription, ...rest } = asked;
  return { ...rest, phase: 'event', subject: { document: `subscriptions/${subscription}` } };
}

/** A window of a pool is about to close, and nodes will be deallocated for it. */
export function windowClosing(
  context: EvaluationContext,
  { reason, closing }: { readonly reason: string; readonly closing: unknown },
): AuditEntry {
  return { ...common(context), action: 'window.closing', phase: 'event', reason, after: closing };
}

/** A document from a file was refused. */
export function documentRefused(refusal: {
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly document: string;
  readonly correlation: string;
  readonly reason: string;
}): AuditEntry {
  const { document, ...rest } = refusal;
  return { ...rest, action: 'document.refused', phase: 'event', subject: { document } };
}

/** The members that all entries about one evaluation or request share. */
export function common({ at, actor, pool, correlation, policy }: EvaluationContext, node?: string) {
  const subject = { account: pool.account, pool: pool.poolId, ...(node !== undefined && { node }) };
  return { at, actor, subject, correlation, ...(policy !== undefined && { policy }) };
}
