import type { PoolName } from '../../core/pool/pool-name.ts';
import { describeError } from '../../core/text/describe-error.ts';
import {
  type OverrideView,
  parseOverride,
  type RuleOrigin,
  toOverride,
} from '../../documents/overrides/override-document.ts';
import type { HasBatchReader } from '../../ports/batch.ts';
import type { HasClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasOverrides, PoolNote } from '../../ports/pool-notes.ts';
import { type ChangePorts, changing, noteOf, type PoolDirective } from './change-note.ts';
import { requireAccount, requirePool } from './require-pool.ts';

/** A pool has at most one override. */
const THE_ONE = 'override';

/** An override to store, and the one that it may replace. */
export interface OverrideToPut extends PoolDirective {
  /** The override as the caller has read it, if only that one may be replaced. */
  readonly over?: FoundOverride;
}

/**
 * Sets the override of a pool, and records it with the one that it replaces.
 * @throws AppError AccountNotFound, PoolNotFound, InvalidDocument with every fault; PoolOverridden if `over` is no longer there
 */
export async function putOverride(
  ports: ChangePorts & HasOverrides,
  { pool, value, actor, origin, over }: OverrideToPut,
): Promise<{ readonly override: OverrideView; readonly created: boolean }> {
  const facts = await requirePool(ports, pool);
  const now = await ports.clock.now();
  const before = await findOverride(ports, facts);
  if (before !== undefined && isOf(before, origin)) return { override: before, created: false };
  const parsed = parseOverride(value, { actor, now, origin });
  if (!parsed.ok) throw new AppError('InvalidDocument', 'The override is not valid: nothing was saved.', parsed);
  const { leaveAlone, until, note } = parsed.value;
  const reason = `${leaveAlone === true ? 'left alone' : 'overridden'} until ${until}${note === '' ? '' : `: ${note}`}`;
  const change = { actor, pool: facts, reason, before, after: parsed.value, correlation: origin?.correlation };
  const kept = noteOf(facts, THE_ONE, parsed.value);
  await changing(ports, { ...change, action: 'override' }, async () => {
    if (over === undefined) return ports.overrides.put(kept);
    if (await ports.overrides.putOver(kept, over.version)) return kept;
    const message = `The override of the pool '${facts.poolId}' was changed at the same moment: it stays.`;
    throw new AppError('PoolOverridden', message);
  });
  return { override: parsed.value, created: before === undefined };
}

/**
 * The override of a pool that applies now or later.
 * @throws AppError AccountNotFound, OverrideNotFound; OverrideUnreadable if the pool is left alone because of what is stored
 */
export async function getOverride(
  ports: HasBatchReader & HasClock & HasOverrides,
  pool: PoolName,
): Promise<OverrideView> {
  const { view, fault } = await requireOverride(ports, pool);
  if (view !== undefined) return view;
  throw new AppError('OverrideUnreadable', sayUnreadable(pool, fault ?? 'it has no content'));
}

/**
 * The override of a pool that applies now or later, also one that cannot be read.
 * @throws AppError AccountNotFound, OverrideNotFound
 */
export async function requireOverride(
  ports: HasBatchReader & HasClock & HasOverrides,
  pool: PoolName,
): Promise<FoundOverride> {
  requireAccount(ports, pool.account);
  const found = await readOverride(ports, pool);
  if (found.view !== undefined || found.fault !== undefined) return found;
  throw new AppError('OverrideNotFound', `The pool '${pool.poolId}' has no override.`);
}

function sayUnreadable({ poolId }: PoolName, fault: string): string {
  return `The override of the pool '${poolId}' cannot be read, so the pool is left alone: ${fault}. Replace it, or delete it.`;
}

/** An override to delete. */
export interface OverrideToDelete extends Omit<PoolDirective, 'value' | 'origin'> {
  /** The override as the caller has read it, if only that one may be deleted. */
  readonly found?: FoundOverride;
}

/**
 * Deletes an override, also one that cannot be read; one that somebody sets at the same moment stays.
 * @throws AppError AccountNotFound, OverrideNotFound, DocumentChanged
 */
export async function deleteOverride(
  ports: ChangePorts & HasOverrides,
  { pool, actor, found }: OverrideToDelete,
): Promise<void> {
  requireAccount(ports, pool.account);
  const { view: before, fault, version } = found ?? (await requireOverride(ports, pool));
  const reason = fault === undefined ? 'the override is withdrawn' : `the override could not be read: ${fault}`;
  const change = { actor, pool, reason, before, after: undefined };
  await deleteVersion(ports, change, version);
}

/**
 * Deletes an override if a rule has set it; one that anybody else has set stays, also if that happens at the same moment.
 * @returns whether there was one
 * @throws AppError AccountNotFound, DocumentChanged
 */
export async function endOverrideOf(
  ports: ChangePorts & HasOverrides,
  { pool, actor, putBy, correlation }: Omit<PoolDirective, 'value' | 'origin'> & { putBy: string; correlation: string },
): Promise<boolean> {
  requireAccount(ports, pool.account);
  const { view: before, version } = await readOverride(ports, pool);
  if (before?.origin?.rule !== putBy) return false;
  const reason = `the override by the rule '${putBy}' is withdrawn`;
  const change = { actor, pool, reason, before, after: undefined, correlation };
  await deleteVersion(ports, change, version);
  return true;
}

async function deleteVersion(
  ports: ChangePorts & HasOverrides,
  change: Omit<Parameters<typeof changing>[1], 'action'>,
  version: string | undefined,
): Promise<void> {
  const { pool } = change;
  await changing(ports, { ...change, action: 'override.delete' }, async () => {
    if (await ports.overrides.delete(pool, THE_ONE, version)) return;
    const message = `The override of the pool '${pool.poolId}' was changed at the same moment: it stays.`;
    throw new AppError('DocumentChanged', message);
  });
}

function isOf({ origin: said }: OverrideView, origin: RuleOrigin | undefined): boolean {
  return origin !== undefined && said?.rule === origin.rule && said.correlation === origin.correlation;
}

/** The override of a pool that applies now or later; `undefined` if there is none, or if it cannot be read. */
export async function findOverride(ports: HasClock & HasOverrides, pool: PoolName): Promise<OverrideView | undefined> {
  return (await readOverride(ports, pool)).view;
}

/** The override of a pool as it was read. */
export interface FoundOverride {
  /** `undefined` if there is none, or none that applies now or later. */
  readonly view: OverrideView | undefined;
  /** Why it cannot be read, if it applies now or later: the pool is left alone. */
  readonly fault: string | undefined;
  /** The version of what is stored, even if it is over; `undefined` if nothing is. */
  readonly version: string | undefined;
}

/** The override of a pool, and the version that a change of it names. */
export async function readOverride(
  { overrides, clock }: HasClock & HasOverrides,
  pool: PoolName,
): Promise<FoundOverride> {
  const [note] = await overrides.listOf(pool);
  const now = await clock.now();
  const isOver = note === undefined || note.until.epochNanoseconds <= now.epochNanoseconds;
  const said = isOver ? { view: undefined, fault: undefined } : overrideIn(note);
  return { ...said, version: note?.version };
}

/** As an evaluation reads it, which leaves the pool alone if it cannot. */
function overrideIn(note: PoolNote): Pick<FoundOverride, 'view' | 'fault'> {
  try {
    const kept: unknown = JSON.parse(note.text);
    toOverride(kept, note);
    return { view: kept as OverrideView, fault: undefined };
  } catch (error) {
    return { view: undefined, fault: describeError(error) };
  }
}
