import type { Temporal } from 'temporal-polyfill';
import type { ExtensionHealth } from '../../core/health/extension.ts';
import { transitionsTo } from '../../core/health/transitions.ts';
import { describeError } from '../../core/text/describe-error.ts';
import type { HasAuditReader, HasAuditWriter } from '../../ports/audit.ts';
import type { NodeName } from '../../ports/batch.ts';
import { AppError, BatchThrottled } from '../../ports/errors.ts';
import type { HasExtensions } from '../../ports/extensions.ts';
import type { HasHealthRecords, HealthRecord, TaggedHealthRecord } from '../../ports/health-records.ts';
import { tellChanges } from './tell-changes.ts';

/** What to ask one node. */
export interface NodeProbe {
  readonly node: NodeName;
  readonly known: TaggedHealthRecord | undefined;
  readonly at: Temporal.Instant;
  readonly actor: string;
  readonly correlation: string;
}

/** The result of asking a node. */
export type ProbeOutcome =
  | { readonly kind: 'answered'; readonly record: HealthRecord<ExtensionHealth> }
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly fault: string };

/**
 * Asks a node for the state of its extensions, with one request, and stores the answer. If the answer differs from the last
 * one, the process whose write succeeds first records the change. If it ends before that, the next probe records it.
 * @throws BatchThrottled, AppError StorageUnavailable
 */
export async function probeNode(
  ports: HasAuditReader & HasAuditWriter & HasExtensions & HasHealthRecords,
  { node, known, at, actor, correlation }: NodeProbe,
): Promise<ProbeOutcome> {
  // First, because the next answer replaces them.
  if (known !== undefined) await tellChanges(ports, { ...known.record, ...nameOf(node) }, at);
  const asked = await ask(ports, { node, known, at });
  if (asked.kind !== 'answered') return asked;
  const { extensions } = asked;
  const memory = { probe: known?.record.probe, failing: known?.record.failing ?? [] };
  const { transitions, failing } = transitionsTo(extensions, memory);
  const changes = transitions.length === 0 ? undefined : { at, actor, correlation, transitions };
  const record = { ...nameOf(node), triedAt: at, probe: { at, extensions }, fault: undefined, failing, changes };
  const isFirst = await ports.health.put(record, known?.tag);
  if (isFirst) await tellChanges(ports, record, at);
  return { kind: 'answered', record };
}

type Asked =
  | { readonly kind: 'answered'; readonly extensions: readonly ExtensionHealth[] }
  | Exclude<ProbeOutcome, { readonly kind: 'answered' }>;

async function ask(
  ports: HasExtensions & HasHealthRecords,
  { node, known, at }: Pick<NodeProbe, 'node' | 'known' | 'at'>,
): Promise<Asked> {
  try {
    const extensions = await ports.batch.listExtensions(node);
    if (extensions !== undefined) return { kind: 'answered', extensions };
    await ports.health.delete(node);
    return { kind: 'gone' };
  } catch (error) {
    if (error instanceof BatchThrottled || !(error instanceof AppError) || error.code !== 'BatchUnavailable')
      throw error;
    const fault = describeError(error);
    const before = known?.record ?? { probe: undefined, failing: [], changes: undefined };
    await ports.health.noteFault({ ...before, ...nameOf(node), triedAt: at, fault });
    return { kind: 'failed', fault };
  }
}

function nameOf({ account, poolId, nodeId }: NodeName): NodeName {
  return { account, poolId, nodeId };
}
