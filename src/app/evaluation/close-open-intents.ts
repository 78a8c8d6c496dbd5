import type { Temporal } from 'temporal-polyfill';
import { actAnswered } from '../../core/audit/events.ts';
import { type AuditEntry, type AuditRecord, recordId } from '../../core/audit/record.ts';
import type { Act } from '../../core/pool/act.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { shownOutcome } from '../../core/pool/shown-outcome.ts';
import type { NodeSnapshot } from '../../core/pool/snapshot.ts';
import type { AppendOptions, HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import { recordsOf } from '../audit/records-of.ts';

/** The intents to close, the actor, and the current nodes. */
export interface LeftOpen extends AppendOptions {
  readonly pool: PoolName;
  readonly correlation: string;
  /** `undefined` if the account is no longer configured, so that they cannot be read. */
  readonly nodes: readonly NodeSnapshot[] | undefined;
  readonly actor: string;
}

/**
 * Closes the intents of an evaluation that died: each intent without an outcome gets the one that its node shows now.
 * @returns those outcomes
 */
export async function closeOpenIntents(
  ports: HasAuditReader & HasAuditWriter & HasClock,
  { pool, correlation, nodes, actor, ...options }: LeftOpen,
): Promise<readonly AuditEntry[]> {
  const open = await openIntents(ports, pool, correlation);
  if (open.length === 0) return [];
  const at = await ports.clock.now();
  const outcomes = open.map((intent) => closing(intent, { nodes, pool, actor, at }));
  await ports.audit.append(outcomes, options);
  return outcomes;
}

async function openIntents(
  ports: HasAuditReader,
  pool: PoolName,
  correlation: string,
): Promise<readonly AuditRecord[]> {
  const records = await recordsOf(ports, pool, correlation);
  const answered = new Set(records.map(({ intent }) => intent));
  // Records are read newest first; intents are closed oldest first.
  return records.filter((record) => record.phase === 'intent' && !answered.has(recordId(record))).toReversed();
}

interface Closing {
  readonly nodes: LeftOpen['nodes'];
  readonly pool: PoolName;
  readonly actor: string;
  readonly at: Temporal.Instant;
}

function closing(intent: AuditRecord, { nodes, pool, actor, at }: Closing): AuditEntry {
  const node = intent.subject.node ?? '';
  const action = intent.action as Act;
  const { outcome, reason } =
    nodes === undefined
      ? { outcome: 'unknown' as const, reason: `the account ${pool.account} is no longer configured` }
      : shownOutcome(
          action,
          nodes.find(({ id }) => id === node),
          intent.at,
        );
  const context = { at, actor, pool, correlation: intent.correlation, policy: intent.policy };
  return actAnswered(context, {
    node,
    action,
    outcome,
    reason: `the evaluation that requested it did not complete: ${reason}`,
    intent: recordId(intent),
  });
}
