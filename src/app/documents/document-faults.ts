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

/** The longest document as JSON in ASCII: two of them, before and after, fit in an audit record. */
const LONGEST = 200_000;

type Sources = HasCalendars & HasClock & HasReceivers;
type Parse = (ports: Sources, value: unknown) => Promise<Parsed<unknown>>;

/** How to parse each kind of document. */
const PARSE: Readonly<Record<DocumentKind, Parse>> = {
  schedules: readNewSchedule,
  policies: async (_, value) => parsePolicy(value),
  subscriptions: readNewSubscription,
  rules: async (_, value) => parseRule(value),
};

/** The ports that documentFaults uses. */
export type DocumentFaultsPorts = HasBatchReader & HasCalendars & HasClock & HasDocumentReader & HasReceivers;

/** Every fault of a document: of its content, of the id under which it is saved, and of the documents that it names. */
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
 * Resolves the address only if the subscription has no other fault, and only if it is enabled: a subscription can be disabled
 * after its receiver is gone. The address is resolved again at each delivery.
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

/** Reports a cycle in the order of pools, from this policy and the saved ones. */
async function circleFaults(ports: HasDocumentReader, value: unknown): Promise<readonly InputFault[]> {
  const parsed = parsePolicy(value);
  if (!parsed.ok || parsed.value.dependsOn.length === 0) return [];
  const saved = [...(await readPolicies(ports)).values()].flatMap((one) => ('value' in one ? [one.value] : []));
  return circleFindings(parsed.value, saved).map(({ path, message }) => ({ path, message }));
}

/** Whether the pool exists is checked when an event arrives, because it may be created until then. */
function accountFaults({ accounts, accountsAreComplete }: BatchReader, act: unknown): readonly InputFault[] {
  if (!accountsAreComplete) return [];
  return Object.entries(membersOf(act)).flatMap(([name, parameters]) => {
    const { account } = membersOf(parameters);
    if (typeof account !== 'string' || !/^[a-z0-9]{3,24}$/.test(account) || accounts.includes(account)) return [];
    return [{ path: `$.act.${name}.account`, message: `no account '${account}' is configured` }];
  });
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
