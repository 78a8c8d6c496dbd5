import * as z from 'zod';
import { API_VERSIONS, ARM_API_VERSIONS } from '../../wire/api-version.ts';
import { answerRequest } from '../http/answer-request.ts';
import { BatchError } from '../http/batch-error.ts';
import { type Problem, problemAt, ScenarioError } from '../inputs/problem.ts';
import { toShortage, toStartFault } from '../inputs/start-fault-schema.ts';
import { apiAs } from '../routes/api.ts';
import { armAccountId } from '../views/arm-account-view.ts';
import { findPool } from '../world/find.ts';
import type { Account, World } from '../world/world.ts';
import { readScenario, type ScenarioAccount } from './read-scenario.ts';

/**
 * Builds a scenario with the ordinary operations, so that it is refused for what they refuse. Faults are added last, and
 * sentinel ids inject none meanwhile.
 * @throws ScenarioError with everything that is wrong; the world is unusable then
 */
export function populate(world: World, document: unknown): void {
  const { scenario, problems } = readScenario(document);
  const refused = scenario.accounts.flatMap((content, index) => createContent(world, content, index));
  const all = [...problems, ...refused];
  if (all.length > 0) throw new ScenarioError(all);
  world.faults.push(...scenario.faults);
  world.startFaults.push(...scenario.startFaults.map((fault) => toStartFault(fault, world.now)));
  world.shortages = scenario.shortages.map((shortage) => toShortage(shortage, world.now));
}

type Path = readonly PropertyKey[];

/** One resource to create: its place in the scenario, and the request that creates it. */
interface CreationRequest {
  readonly at: Path;
  readonly method: 'PUT' | 'POST';
  readonly path: string;
  readonly body: unknown;
}

type Send = (request: CreationRequest) => readonly Problem[];

interface PoolOrder {
  readonly account: Account;
  readonly pool: unknown;
  readonly at: Path;
}

function createContent(
  world: World,
  { account: { name }, pools, jobs }: ScenarioAccount,
  index: number,
): readonly Problem[] {
  const account = world.accounts.get(name);
  if (account === undefined)
    return [problemAt(['accounts', index, 'name'], 'The emulator has been given other accounts.')];
  const send = (request: CreationRequest) => sendRequest(world, account, request);
  return [
    ...pools.flatMap((pool, number) => createPool(send, { account, pool, at: ['accounts', index, 'pools', number] })),
    ...jobs.flatMap((job, number) => createJob(send, job, ['accounts', index, 'jobs', number])),
  ];
}

const WITH_NAME = z.looseObject({ name: z.string().min(1) });
const WITH_TASKS = z.looseObject({ id: z.unknown().optional(), tasks: z.array(z.unknown()).default([]) });

function createPool(send: Send, { account, pool, at }: PoolOrder): readonly Problem[] {
  const { data, error } = WITH_NAME.safeParse(pool);
  // The body of a pool without a name is validated as well, under a placeholder.
  const { name, ...body } = data ?? { ...(typeof pool === 'object' && pool), name: `stand-in-${at.join('-')}` };
  const path = `${armAccountId(account)}/pools/${encodeURIComponent(name)}`;
  const nameless = error?.issues.map((issue) => problemAt([...at, ...issue.path], issue.message)) ?? [];
  // The operation would update the first pool of that name.
  if (findPool(account, name) !== undefined) return problemsOf(new BatchError('PoolExists'), at);
  return [...nameless, ...send({ at, method: 'PUT', path, body })];
}

function createJob(send: Send, job: unknown, at: Path): readonly Problem[] {
  const read = WITH_TASKS.safeParse(job);
  if (!read.success) return read.error.issues.map(({ path, message }) => problemAt([...at, ...path], message));
  const { tasks, ...body } = read.data;
  const problems = send({ at, method: 'POST', path: '/jobs', body });
  // The tasks of an invalid job are validated as well, in a placeholder job.
  const id = problems.length === 0 ? String(body.id) : `stand-in-${at.join('-')}`;
  if (problems.length > 0) send({ at, method: 'POST', path: '/jobs', body: { id, poolInfo: { poolId: 'none' } } });
  const path = `/jobs/${encodeURIComponent(id)}/tasks`;
  return [
    ...problems,
    ...tasks.flatMap((task, number) => send({ at: [...at, 'tasks', number], method: 'POST', path, body: task })),
  ];
}

const VERSIONS = { data: API_VERSIONS.at(-1) ?? '', management: ARM_API_VERSIONS.at(-1) ?? '' };

function sendRequest(world: World, account: Account, { at, method, path, body }: CreationRequest): readonly Problem[] {
  const version = VERSIONS[path.startsWith('/subscriptions/') ? 'management' : 'data'];
  const { refusal } = answerRequest(
    world,
    { ...apiAs(account.name), ignoresFaults: true },
    {
      method,
      url: `${path}?api-version=${version}`,
      headers: { host: 'localhost', 'content-type': 'application/json' },
      body: JSON.stringify(body),
      encrypted: false,
    },
  );
  return refusal === undefined ? [] : problemsOf(refusal, at);
}

function problemsOf({ code, message, values, problems }: BatchError, at: Path): readonly Problem[] {
  if (problems.length > 0) return problems.map((problem) => problemAt([...at, ...problem.path], problem.message));
  const details = values.map(([key, value]) => `${key}: ${value}`);
  return [problemAt(at, [`${code}:`, message, ...details].join(' '))];
}
