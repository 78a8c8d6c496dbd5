import { asciiJson } from '../../core/text/ascii-json.ts';
import type { InputFault } from '../../core/text/input-fault.ts';
import type { Parsed } from '../../documents/fields/parsed.ts';
import { circleFindings } from '../../documents/policies/dependency-findings.ts';
import { parsePolicy } from '../../documents/policies/policy-document.ts';
import { parseRule } from '../../documents/rules/rule-document.ts';
import { parseSubscription } from '../../documents/subscriptions/subscription-document.ts';
import type { BatchReader, HasBatchReader } from '../../ports/batch.ts';
import type { HasCalendars } from '../../ports/calendars.ts';
import type { HasClock } from '../../ports/clock.ts';
import type { DocumentKind, DocumentReader, HasDocumentReader } from '../../ports/documents.ts';
import type { HasReceivers } from '../../ports/receivers.ts';
import { readPolicies } from './read-documents.ts';
import { readNewSchedule } from './read-schedule.ts';

/** So long a document may be as JSON in ASCII: two of them, before and after, fit in a record of the audit log. */
const LONGEST = 200_000;

type Sources = HasCalendars & HasClock & HasReceivers;
type Parse = (ports: Sources, value: unknown) => Promise<Parsed<unknown>>;

/** How a document of each kind is read to its end. */
const PARSE: Readonly<Record<DocumentKind, Parse>> = {
  schedules: readNewSchedule,
  policies: async (_, value) => parsePolicy(value),
  subscriptions: readNewSubscription,
  rules: async (_, value) => parseRule(value),
};

/** What documentFaults needs of the world. */
export type DocumentFaultsPorts = HasBatchReader & HasCalendars & HasClock & HasDocumentReader & HasReceivers;

/** Everything that is wrong with a document: in itself, under the id it is to be saved, and in what it names. */
export async function documentFaults(
  ports: DocumentFaultsPorts,
  { kind, id, value }: { readonly kind: DocumentKind; readonly id: string; readonly value: unknown },
): Promise<readonly InputFault[]> {
  const unkeepable = whyUnkeepable(value);
  if (unkeepable !== undefined) return [{ path: '$', message: unkeepable }];
  const parsed = await PARSE[kind](ports, value);
  const members = membersOf(value);
  return [
    ...(parsed.ok ? [] : parsed.faults),
    ...idFaults(members['id'], id),
    ...(kind === 'policies' ? await scheduleFaults(ports.documents, members['schedules']) : []),
    ...(kind === 'policies' ? await circleFaults(ports, value) : []),
    ...(kind === 'rules' ? accountFaults(ports.batch, members['act']) : []),
  ];
}

/**
 * The address is looked up only where nothing else is wrong with the subscription; and not of one that is switched off, so
 * that it can be when its receiver has gone. It is looked up again whenever something is sent.
 */
async function readNewSubscription({ receivers }: Sources, value: unknown): Promise<Parsed<unknown>> {
  const parsed = parseSubscription(value);
  const isAsked = parsed.ok && parsed.value.enabled;
  const fault = isAsked
    ? await receivers.whyNot(new URL(parsed.value.url), parsed.value.format.kind === 'email')
    : undefined;
  return fault === undefined ? parsed : { ok: false, faults: [{ path: '$.url', message: fault }] };
}

function whyUnkeepable(value: unknown): string | undefined {
  try {
    const { length } = asciiJson(value);
    return length > LONGEST ? `${length} characters; at most ${LONGEST} can be kept` : undefined;
  } catch {
    return 'nested too deeply to be kept';
  }
}

function idFaults(said: unknown, id: string): readonly InputFault[] {
  return typeof said === 'string' && said !== id ? [{ path: '$.id', message: `the address says '${id}'` }] : [];
}

async function scheduleFaults(documents: DocumentReader, named: unknown): Promise<readonly InputFault[]> {
  if (!Array.isArray(named) || named.length === 0) return [];
  const existing = new Set((await documents.list('schedules')).map((schedule) => schedule.id));
  return named.flatMap((schedule, index) =>
    typeof schedule === 'string' && !existing.has(schedule)
      ? [{ path: `$.schedules[${index}]`, message: `there is no schedule '${schedule}'` }]
      : [],
  );
}

/** Pools that would wait for each other for ever, by this policy and those that are saved. */
async function circleFaults(ports: HasDocumentReader, value: unknown): Promise<readonly InputFault[]> {
  const parsed = parsePolicy(value);
  if (!parsed.ok || parsed.value.dependsOn.length === 0) return [];
  const saved = [...(await readPolicies(ports)).values()].flatMap((one) => ('value' in one ? [one.value] : []));
  return circleFindings(parsed.value, saved).map(({ path, message }) => ({ path, message }));
}

/** Whether a pool is there is found out when an event comes: it may be made until then. */
function accountFaults({ accounts }: BatchReader, act: unknown): readonly InputFault[] {
  return Object.entries(membersOf(act)).flatMap(([name, parameters]) => {
    const { account } = membersOf(parameters);
    if (typeof account !== 'string' || !/^[a-z0-9]{3,24}$/.test(account) || accounts.includes(account)) return [];
    return [{ path: `$.act.${name}.account`, message: `no account '${account}' is configured` }];
  });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
