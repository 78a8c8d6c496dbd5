import type { InputFault } from '../../core/text/input-fault.ts';
import { parseJson } from '../../documents/fields/parsed.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { HasDocumentReader } from '../../ports/documents.ts';
import type { AskedPolicy } from '../../ports/replays.ts';
import { type TriedPolicy, triedPolicy } from '../../replay/tried-policy.ts';
import { readNewSchedule, readSavedSchedule } from '../documents/read-schedule.ts';

type Sources = HasDocumentReader & HasCalendars & HasClock;

/** Policies by id or as documents, and the schedules that they name, which need not be saved. */
export interface PoliciesToTry {
  readonly policies: readonly unknown[] | undefined;
  readonly schedules: readonly unknown[];
}

/** The requested policies, with all faults in them. */
export interface FoundPolicies {
  readonly asked: readonly AskedPolicy[];
  readonly faults: readonly InputFault[];
}

/** Finds the policies to try, with their schedules; the pool's own policy if none is named. */
export async function askedPolicies(
  ports: Sources,
  { policies, schedules }: PoliciesToTry,
  inForce: string | undefined,
): Promise<FoundPolicies> {
  const given = new Map<string, unknown>();
  const faults: InputFault[] = [];
  for (const [index, schedule] of schedules.entries()) {
    const parsed = await readNewSchedule(ports, schedule);
    if (parsed.ok) given.set(parsed.value.id, schedule);
    else faults.push(...below(`$.schedules[${index}]`, parsed.faults));
  }
  const wanted = policies ?? (inForce === undefined ? [] : [inForce]);
  const found: AskedPolicy[] = [];
  for (const [index, policy] of wanted.entries()) {
    const one = await findPolicy(ports, policy, given);
    if ('faults' in one) faults.push(...below(`$.policies[${index}]`, one.faults));
    else found.push(one);
  }
  return { asked: found, faults };
}

type Found = AskedPolicy | { readonly faults: readonly InputFault[] };

async function findPolicy(ports: Sources, asked: unknown, given: ReadonlyMap<string, unknown>): Promise<Found> {
  const document = typeof asked === 'string' ? await savedDocument(ports, 'policies', asked) : asked;
  if (document === undefined) return { faults: [{ path: '$', message: `there is no policy '${String(asked)}'` }] };
  const parsed = parsePolicy(document);
  if (!parsed.ok) return { faults: parsed.faults };
  const schedules = await Promise.all(
    parsed.value.schedules.map(async (id) => given.get(id) ?? (await savedDocument(ports, 'schedules', id))),
  );
  const missing = parsed.value.schedules.filter((_, index) => schedules[index] === undefined);
  if (missing.length === 0) return { name: parsed.value.id, policy: document, schedules };
  return { faults: missing.map((id) => ({ path: '$.schedules', message: `there is no schedule '${id}'` })) };
}

/** A saved document as JSON; `undefined` if there is none, or it cannot be parsed. */
export async function savedDocument(
  { documents }: HasDocumentReader,
  kind: 'policies' | 'schedules',
  id: string,
): Promise<unknown> {
  const stored = await documents.get(kind, id);
  const json = stored && parseJson(stored.text);
  return json?.ok ? json.value : undefined;
}

/** A policy to try; `undefined` if its documents can no longer be parsed. */
export async function toTriedPolicy(
  ports: Sources,
  { name, policy, schedules }: AskedPolicy,
): Promise<TriedPolicy | undefined> {
  const parsed = parsePolicy(policy);
  const read = await Promise.all(schedules.map((schedule) => readSavedSchedule(ports, schedule)));
  if (!parsed.ok || read.some(({ ok }) => !ok)) return undefined;
  return triedPolicy(
    name,
    parsed.value,
    read.flatMap((one) => (one.ok ? [one.value] : [])),
  );
}

function below(path: string, faults: readonly InputFault[]): readonly InputFault[] {
  return faults.map((fault) => ({ path: `${path}${fault.path.slice(1)}`, message: fault.message }));
}
