import { Temporal } from 'temporal-polyfill';
import { poolNoteChanged } from '../../core/audit/events.ts';
import type { PoolName } from '../../core/pool/pool-name.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import type { AnnouncementView } from '../../documents/announcements/announcement-document.ts';
import type { OverrideView, RuleOrigin } from '../../documents/overrides/override-document.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { PoolNote } from '../../ports/pool-notes.ts';
import { recordChange } from '../audit/record-change.ts';

/** A directive to store for a pool. */
export interface PoolDirective {
  readonly pool: PoolName;
  readonly value: unknown;
  readonly actor: string;
  /** The rule that made it for an event, and the correlation of both; the same directive of the same origin is not made again. */
  readonly origin?: RuleOrigin;
}

/** The ports that changing a directive uses, besides the store of the directive. */
export type ChangePorts = HasBatchReader & HasAuditWriter & HasClock & HasNewCorrelation;

/** A directive as it is stored. */
export function noteOf(
  { account, poolId }: PoolName,
  id: string,
  value: OverrideView | AnnouncementView,
): Omit<PoolNote, 'version'> {
  return { account, poolId, id, text: asciiJson(value), until: Temporal.Instant.from(value.until) };
}

/** Records a change of a directive, then makes it. If it fails, a second record says so. */
export async function changing(
  ports: HasAuditWriter & HasClock & HasNewCorrelation,
  {
    correlation = ports.newCorrelation(),
    ...change
  }: Omit<Parameters<typeof poolNoteChanged>[0], 'at' | 'correlation'> & { readonly correlation?: string | undefined },
  make: () => Promise<unknown>,
): Promise<void> {
  const entry = poolNoteChanged({ ...change, at: await ports.clock.now(), correlation });
  await recordChange(ports, { entry, notMade: 'not done', make });
}
