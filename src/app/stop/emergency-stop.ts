import { Temporal } from 'temporal-polyfill';
import { emergencyStopChanged } from '../../core/audit/stop-events.ts';
import type { EmergencyStop } from '../../core/plan/documents.ts';
import { asciiJson } from '../../core/text/ascii-json.ts';
import type { HasAuditWriter } from '../../ports/audit.ts';
import type { HasClock } from '../../ports/clock.ts';
import { AppError } from '../../ports/errors.ts';
import type { HasNewCorrelation } from '../../ports/names.ts';
import type { HasOverrides } from '../../ports/pool-notes.ts';
import { recordChange } from '../audit/record-change.ts';
import { EVERY_POOL, stopIn } from '../documents/emergency-stop-note.ts';

/** The ports that stopping uses. */
export type StopPorts = HasOverrides & HasAuditWriter & HasClock & HasNewCorrelation;

const ID = 'stop';

/** The stop has no end until somebody ends it, but a row needs an instant. */
const NEVER = Temporal.Instant.from('9999-12-31T00:00:00Z');

/** The emergency stop that is in force; `undefined` if there is none. */
export async function findStop({ overrides }: HasOverrides): Promise<EmergencyStop | undefined> {
  return stopIn(await overrides.listOf(EVERY_POOL));
}

/**
 * Makes every policy observe until somebody ends the stop: from the next evaluation on, no rule starts or deallocates a node,
 * and requests of people and webhooks are refused. The stop is recorded; an existing one stays as it is.
 */
export async function stopEverything(
  ports: StopPorts,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<EmergencyStop> {
  const before = await findStop(ports);
  if (before !== undefined) return before;
  const at = await ports.clock.now();
  const after = { at: at.toString(), actor, reason };
  const entry = emergencyStopChanged({
    ...{ at, actor, action: 'stop', correlation: ports.newCorrelation() },
    ...{ reason: `every policy only observes: ${reason}`, before: undefined, after },
  });
  const note = { ...EVERY_POOL, id: ID, text: asciiJson(after), until: NEVER };
  await recordChange(ports, { entry, notMade: 'not stopped', make: () => ports.overrides.put(note) });
  return after;
}

/**
 * Ends the stop, with a record; one that somebody else sets at the same moment stays.
 * @throws AppError StopNotFound, DocumentChanged
 */
export async function endStop(ports: StopPorts, actor: string): Promise<void> {
  const notes = await ports.overrides.listOf(EVERY_POOL);
  const before = stopIn(notes);
  if (before === undefined) throw new AppError('StopNotFound', 'There is no emergency stop to end.');
  const at = await ports.clock.now();
  const entry = emergencyStopChanged({
    ...{ at, actor, action: 'stop.end', correlation: ports.newCorrelation() },
    ...{ reason: 'policies act again', before, after: undefined },
  });
  const make = async () => {
    if (await ports.overrides.delete(EVERY_POOL, ID, notes[0]?.version)) return;
    throw new AppError('DocumentChanged', 'Another emergency stop was set at the same moment: it holds.');
  };
  await recordChange(ports, { entry, notMade: 'not ended', make });
}
