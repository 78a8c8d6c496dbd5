import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { aSecret, signed } from '../../support/signed-webhook.ts';
import type { StormStep } from '../steps/storm-step.ts';
import { SKEW, type StormPool } from '../storm-pools.ts';
import { type Answer, ask, isDone, mayBeDone, type Question, type Stage } from './stage.ts';

type Step<Kind extends StormStep['kind']> = Extract<StormStep, { readonly kind: Kind }>;

/** The longest that a request by hand, an override or what a webhook asks for goes on after it, in minutes. */
const AFTER = 15;

/** Somebody asks for nodes through the app. */
export async function request(stage: Stage, step: Step<'request'>): Promise<void> {
  const { app, pool: index, action, count, despiteStop = false } = step;
  const pool = poolAt(stage, index);
  const now = stage.system.now();
  const until = now.add({ minutes: 30 });
  const wanted = count === undefined ? { all: true } : { count };
  const body = { ...wanted, reason: 'a storm', until: until.toString(), ...(despiteStop && { despiteStop }) };
  const answer = await ask(stage, { app, method: 'POST', path: `accounts/demo/pools/${pool.id}/${action}`, body });
  if (answer?.status === 202) accepted(stage, step, answer.text);
  else if (mayBeDone(answer))
    stage.promises.unanswered({ pool: pool.id, from: now, until: until.add({ minutes: AFTER }) });
}

function accepted(stage: Stage, { count, despiteStop = false }: Step<'request'>, text: string): void {
  const { correlation } = JSON.parse(text) as { readonly correlation: string };
  stage.byHand.set(correlation, { count, despiteStop });
  if (despiteStop || !stage.promises.isStopping(stage.system.now())) return;
  stage.breaches.push(`law 12: the request ${correlation} was accepted, and everything is stopped`);
}

/** Somebody puts an override on a pool. */
export async function override(stage: Stage, { app, pool: index, minutes, says }: Step<'override'>): Promise<void> {
  const pool = poolAt(stage, index);
  const now = stage.system.now();
  const until = now.add({ minutes });
  const path = `accounts/demo/pools/${pool.id}/override`;
  const answer = await ask(stage, {
    app,
    method: 'PUT',
    path,
    body: { ...says, until: until.toString(), note: 'a storm' },
  });
  if (!mayBeDone(answer)) return;
  stage.promises.release(pool.id, now);
  const span = { pool: pool.id, from: now, until };
  const { capacity } = says as { readonly capacity?: Capacity };
  if (capacity !== undefined) overridden(stage, { pool, span, capacity, answer });
  else if (isDone(answer)) stage.promises.leaveAlone(span);
}

interface Capacity {
  readonly min?: number | string;
  readonly max?: number;
}

interface Overridden {
  readonly pool: StormPool;
  readonly span: { readonly pool: string; readonly from: Temporal.Instant; readonly until: Temporal.Instant };
  readonly capacity: Capacity;
  readonly answer: Answer;
}

function overridden({ promises, breaches }: Stage, { pool, span, capacity: { min, max }, answer }: Overridden): void {
  // A share is one of the nodes that the pool has then.
  const said = typeof min === 'number' ? min : 0;
  const until = span.until.add({ minutes: SKEW.standstill });
  promises.mayFall({ ...span, until, min: Math.min(said, max ?? said) });
  if (!isDone(answer)) return;
  if (max === undefined) promises.mustHold({ ...span, min: Math.min(said, pool.size) });
  const isInVain = said > pool.size || promises.isObserved(pool.id, span.from);
  if (isInVain && !isWarned(answer))
    breaches.push(`law 12: a minimum of ${said} for ${pool.id} was accepted without a word`);
}

/** Does an answer say that something has no effect? */
function isWarned(answer: Answer): boolean {
  const { warnings = [] } = JSON.parse(answer?.text ?? '{}') as { readonly warnings?: readonly unknown[] };
  return warnings.length > 0;
}

export async function endOverride(stage: Stage, { app, pool: index }: Step<'end-override'>): Promise<void> {
  const { id } = poolAt(stage, index);
  const now = stage.system.now();
  const answer = await ask(stage, { app, method: 'DELETE', path: `accounts/demo/pools/${id}/override` });
  if (mayBeDone(answer)) stage.promises.release(id, now);
}

export async function announce(stage: Stage, { app, pool: index, slots, minutes }: Step<'announce'>): Promise<void> {
  const { id, size } = poolAt(stage, index);
  const now = stage.system.now();
  const path = `accounts/demo/pools/${id}/announcements`;
  const body = { slots, by: now.add({ minutes }).toString(), note: 'a storm' };
  const answer = await ask(stage, { app, method: 'POST', path, body });
  if (!isDone(answer) || isWarned(answer)) return;
  if (slots > size || stage.promises.isObserved(id, now))
    stage.breaches.push(`law 12: ${slots} slots for ${id} were announced without a word`);
}

/** Another system sends an event, now and then one that it has sent before; the rule of the storm announces work. */
export async function webhook(stage: Stage, { app, pool: index, id }: Step<'webhook'>): Promise<void> {
  const body = JSON.stringify({ type: 'work.planned', data: { pool: poolAt(stage, index).id, slots: id } });
  // Signatures go by real time.
  const headers = signed(body, { id: `storm-${id}` });
  await ask(stage, { app, method: 'POST', path: 'webhooks/generic', body, headers });
}

/** What the storm's events are for. */
export const RULE = {
  id: 'planned-work',
  source: 'generic',
  match: { type: 'work.planned' },
  pools: ['demo/pool-*'],
  act: { announce: { account: 'demo', pool: '{{data.pool}}', slots: '{{data.slots}}', by: 'PT20M' } },
};

/** The emergency stop begins, or ends. */
export async function stop(stage: Stage, { app, begins }: Step<'stop'>): Promise<void> {
  const now = stage.system.now();
  const body = begins ? { reason: 'a storm' } : undefined;
  const answer = await ask(stage, { app, method: begins ? 'PUT' : 'DELETE', path: 'stop', body });
  if (begins && isDone(answer)) stage.promises.stop(now);
  if (!begins && mayBeDone(answer)) stage.promises.mayGoOn(now);
}

/** The owner of a pool lets its policy act, or only observe. */
export async function changeMode(stage: Stage, { app, pool: index, mode }: Step<'mode'>): Promise<void> {
  const { id, policy } = poolAt(stage, index);
  const now = stage.system.now();
  const [path, headers] = [`policies/${policy.id}`, { 'if-match': '*' }];
  const answer = await ask(stage, { app, method: 'PUT', path, body: { ...policy, mode }, headers });
  if (mode === 'enforce' && mayBeDone(answer)) stage.promises.mayEnforce(id, now);
  if (mode === 'observe' && isDone(answer)) stage.promises.observe(id, now);
}

/** What is told to the receiver that may fail. Each failed delivery is tried again, so that it is told of little. */
const TOLD_TO_ILL = ['lamplighter.pool.left-alone', 'lamplighter.node.start-failed', 'lamplighter.schedule.put'];

/** Other systems subscribe to what happens. */
export async function subscribe(
  { receivers }: Stage,
  put: (path: string, body: object) => Promise<void>,
): Promise<void> {
  for (const [id, { url }] of Object.entries(receivers)) {
    const events = id === 'ill' ? TOLD_TO_ILL : ['*'];
    await put(`subscriptions/${id}`, { id, url, secret: aSecret(), events });
  }
}

/** The owner of a pool changes its schedule. */
export async function minimum(stage: Stage, { app, pool: index, min: wanted }: Step<'minimum'>): Promise<void> {
  const pool = poolAt(stage, index);
  const { max } = pool.schedule['outside'] as { readonly max: number };
  const min = Math.min(wanted, max);
  const body = { ...pool.schedule, outside: { min, max } };
  const now = stage.system.now();
  const headers = { 'if-match': '*' };
  const answer = await ask(stage, { app, method: 'PUT', path: `schedules/${pool.id}`, body, headers });
  if (mayBeDone(answer)) stage.promises.changeMinimum(pool, min, now, isDone(answer));
}

/** Requests none of which may change anything. */
const BAD: readonly (readonly [method: string, path: string, body: object | string])[] = [
  ['PUT', 'schedules/POOL', { id: 'POOL', timeZone: 'Nowhere/At_All', windows: 7 }],
  ['PUT', 'schedules/POOL', '{"id":"POOL","timeZone":"Etc/UTC","windows":[],"__proto__":{"outside":{"min":0}}}'],
  ['PUT', 'schedules/POOL', `{"id":"POOL","description":"${'x'.repeat(2 ** 21)}"}`],
  ['PUT', 'policies/POOL', { id: 'POOL', pools: ['POOL'], mode: 'enforce', idel: { timeout: 'PT1M' } }],
  ['PUT', 'policies/POOL', { id: 'POOL', pools: ['POOL'], schedules: ['there-is-none'] }],
  ['PUT', 'policies/POOL', { id: 'other', pools: ['POOL'] }],
  ['PUT', 'accounts/demo/pools/POOL/override', { capacity: { min: 0, max: 0 } }],
  ['PUT', 'accounts/demo/pools/POOL/override', { capacity: { min: -1 }, until: 'PT1H', note: 'x' }],
  ['POST', 'accounts/demo/pools/POOL/deallocate', { count: -1, reason: 'x' }],
  ['POST', 'accounts/demo/pools/POOL/deallocate', { nodes: 'all', reason: 'x' }],
  ['POST', 'accounts/demo/pools/POOL/announcements', { slots: -1, by: 'PT1H' }],
  ['PUT', 'rules/planned-work', { id: 'planned-work', source: 'generic', match: 7 }],
  ['POST', 'webhooks/generic', { type: 'work.planned', data: { pool: 'POOL', slots: 9 } }],
  ['PUT', 'stop', {}],
];

/** Somebody sends what cannot be meant. It is refused, and leaves everything as it was. */
export async function badInput(stage: Stage, step: Step<'bad-input'>): Promise<void> {
  const [method, path, body] = BAD[step.number % BAD.length] ?? ['PUT', 'stop', {}];
  const { id } = poolAt(stage, step.pool);
  const named = (text: string) => text.replaceAll('POOL', id);
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const question = { app: step.app, method, path: named(path), body: named(sent), headers: { 'if-match': '*' } };
  // What an app writes meanwhile that stood still in the middle of an earlier request is written once.
  const hasChanged = (await changesWith(stage, question)) && (await changesWith(stage, question));
  if (hasChanged) stage.breaches.push(`law 8: ${method} ${path} has changed what is kept: ${sent.slice(0, 80)}`);
}

async function changesWith(stage: Stage, question: Question): Promise<boolean> {
  const before = await digest(stage);
  const answer = await ask(stage, question);
  const { method, path, body } = question;
  if (isDone(answer))
    stage.breaches.push(`law 8: ${method} ${path} was answered with ${answer?.status}: ${String(body).slice(0, 80)}`);
  return (await digest(stage)) !== before;
}

/** A digest of everything that people have said. */
async function digest({ system }: Stage): Promise<string> {
  const hash = createHash('sha256');
  for (const name of ['Schedules', 'Policies', 'Rules', 'Overrides', 'Subscriptions']) {
    await system.table(name).createTable();
    for await (const { partitionKey, rowKey, etag } of system.table(name).listEntities())
      if (partitionKey !== 'calendars') hash.update(`${name} ${partitionKey} ${rowKey} ${etag}\n`);
  }
  return hash.digest('hex');
}

function poolAt({ pools }: Stage, index: number): StormPool {
  const pool = pools[index % pools.length];
  if (pool === undefined) throw new Error('A storm has pools.');
  return pool;
}
