import type { Temporal } from 'temporal-polyfill';
import * as z from 'zod';
import { FAULT } from '../control/faults.ts';
import { KNOBS } from '../control/knobs.ts';
import { LATENCIES } from '../control/latencies.ts';
import { type Problem, problemAt } from '../inputs/problem.ts';
import { SHORTAGE, START_FAULT } from '../inputs/start-fault-schema.ts';
import { INSTANT } from '../inputs/time-schemas.ts';
import { DEFAULT_ACCOUNT } from '../world/defaults.ts';
import type { Fault } from '../world/fault.ts';
import type { Knobs } from '../world/knobs.ts';
import type { Latencies } from '../world/latencies.ts';
import type { NewAccount } from '../world/new-world.ts';

/** A scenario of the right form; the operations validate the pools, jobs and tasks in it. */
export interface Scenario {
  readonly seed: number | undefined;
  readonly start: Temporal.Instant | undefined;
  readonly speed: number | undefined;
  readonly latencies: Partial<Latencies>;
  readonly knobs: Partial<Knobs>;
  readonly accounts: readonly ScenarioAccount[];
  readonly faults: readonly Fault[];
  readonly startFaults: readonly z.output<typeof START_FAULT>[];
  readonly shortages: readonly z.output<typeof SHORTAGE>[];
}

export interface ScenarioAccount {
  readonly account: NewAccount;
  /** Bodies for the management plane, each with its name. */
  readonly pools: readonly unknown[];
  /** Bodies for the data plane, each with its tasks. */
  readonly jobs: readonly unknown[];
}

const DOCUMENT = z.strictObject({
  seed: z.unknown().optional(),
  start: z.unknown().optional(),
  speed: z.unknown().optional(),
  latencies: z.unknown().optional(),
  knobs: z.unknown().optional(),
  accounts: z.unknown().optional(),
  faults: z.unknown().optional(),
  startFaults: z.unknown().optional(),
  shortages: z.unknown().optional(),
});

const ACCOUNT = z.strictObject({
  // "Batch account names must be between 3 and 24 characters in length and must use only numbers and lowercase letters."
  // https://learn.microsoft.com/rest/api/batchmanagement/batch-account/create (api-version 2025-06-01)
  name: z.string().regex(/^[a-z0-9]{3,24}$/, 'Three to 24 lower-case letters and digits are expected.'),
  key: z.base64().min(1).optional(),
  subscriptionId: z.string().min(1).optional(),
  resourceGroup: z.string().min(1).optional(),
  location: z.string().min(1).optional(),
  pools: z.unknown().optional(),
  jobs: z.unknown().optional(),
});

/**
 * Parses a scenario completely: every part is validated on its own, and an invalid part counts as missing. Invalid accounts get
 * a placeholder name, so that their content can be validated too.
 */
export function readScenario(document: unknown): {
  readonly scenario: Scenario;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const read: Read = (schema, value, path) => {
    if (value === undefined) return undefined;
    const result = schema.safeParse(value);
    if (!result.success)
      problems.push(...result.error.issues.map((issue) => problemAt([...path, ...issue.path], issue.message)));
    return result.data;
  };
  read(DOCUMENT, document, []);
  const of = (z.record(z.string(), z.unknown()).safeParse(document).data ?? {}) as Readonly<Record<string, unknown>>;
  const accounts = read(z.array(z.unknown()), of['accounts'], ['accounts']) ?? [];
  const scenario: Scenario = {
    seed: read(z.int().min(0), of['seed'], ['seed']),
    start: read(INSTANT, of['start'], ['start']),
    speed: read(z.number().min(0).max(100_000), of['speed'], ['speed']),
    latencies: (read(LATENCIES, of['latencies'], ['latencies']) ?? {}) as Partial<Latencies>,
    knobs: (read(KNOBS, of['knobs'], ['knobs']) ?? {}) as Partial<Knobs>,
    accounts: accounts.map((account, index) => readAccount(account, index, read)),
    faults: read(z.array(FAULT), of['faults'], ['faults']) ?? [],
    startFaults: read(z.array(START_FAULT), of['startFaults'], ['startFaults']) ?? [],
    shortages: read(z.array(SHORTAGE), of['shortages'], ['shortages']) ?? [],
  };
  return { scenario, problems: [...problems, ...namesakes(scenario.accounts)] };
}

type Read = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  path: readonly PropertyKey[],
) => z.output<Schema> | undefined;

function readAccount(value: unknown, index: number, read: Read): ScenarioAccount {
  const path = ['accounts', index];
  const { pools, jobs, ...account } = read(ACCOUNT, value, path) ?? {
    ...contentOf(value),
    name: `unnamed${index}`,
  };
  return {
    // The schema omits missing keys, so they overwrite nothing.
    account: { ...DEFAULT_ACCOUNT, ...account } as NewAccount,
    pools: read(z.array(z.unknown()), pools, [...path, 'pools']) ?? [],
    jobs: read(z.array(z.unknown()), jobs, [...path, 'jobs']) ?? [],
  };
}

function contentOf(value: unknown): { readonly pools?: unknown; readonly jobs?: unknown } {
  return z.object({ pools: z.unknown().optional(), jobs: z.unknown().optional() }).safeParse(value).data ?? {};
}

function namesakes(accounts: readonly ScenarioAccount[]): readonly Problem[] {
  const names = accounts.map(({ account }) => account.name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [problemAt(['accounts', index, 'name'], `There is an account '${name}' before.`)]
      : [],
  );
}
