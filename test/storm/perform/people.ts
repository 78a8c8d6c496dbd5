import { createHash } from 'node:crypto';
import { signed } from '../../support/signed-webhook.ts';
import type { StormStep } from '../steps/storm-step.ts';
import { SKEW, type StormPool } from '../storm-pools.ts';
import { ask, isDone, mayBeDone, type Stage } from './stage.ts';

type Step<Kind extends StormStep['kind']> = Extract<StormStep, { readonly kind: Kind }>;

/** The longest that a request by hand, an override or what a webhook asks for goes on after it, in minutes. */
const AFTER = 15;

/** Somebody asks for nodes through the app. */
export async function request(stage: Stage, { app, pool: index, action, count }: Step<'request'>): Promise<void> {
  const pool = poolAt(stage, index);
  const now = stage.system.now();
  const until = now.add({ minutes: 30 });
  const body = { ...(count === undefined ? { all: true } : { count }), reason: 'a storm', until: until.toString() };
  const answer = await ask(stage, { app, method: 'POST', path: `accounts/demo/pools/${pool.id}/${action}`, body });
  if (answer?.status === 202) {
    const { correlation } = JSON.parse(answer.text) as { readonly correlation: string };
    stage.byHand.set(correlation, count);
  } else if (mayBeDone(answer))
    stage.promises.unanswered({ pool: pool.id, from: now, until: until.add({ minutes: AFTER }) });
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
  const { capacity } = says as { readonly capacity?: { readonly min?: number | string; readonly max?: number } };
  const said = capacity?.min === undefined ? 0 : nodesOf(capacity.min, pool);
  const span = { pool: pool.id, from: now, until };
  if (capacity !== undefined)
    stage.promises.mayFall({
      ...span,
      until: until.add({ minutes: SKEW.standstill }),
      min: Math.min(said, capacity.max ?? said),
    });
  if (!isDone(answer)) return;
  if (capacity === undefined) stage.promises.leaveAlone(span);
  else if (capacity.max === undefined) stage.promises.mustHold({ ...span, min: Math.min(said, pool.size) });
  const { warnings = [] } = JSON.parse(answer?.text ?? '{}') as { readonly warnings?: readonly unknown[] };
  if (said > pool.size && warnings.length === 0)
    stage.breaches.push(`law 12: a minimum of ${said} for ${pool.size} nodes was accepted without a word`);
}

export async function endOverride(stage: Stage, { app, pool: index }: Step<'end-override'>): Promise<void> {
  const { id } = poolAt(stage, index);
  const now = stage.system.now();
  const answer = await ask(stage, { app, method: 'DELETE', path: `accounts/demo/pools/${id}/override` });
  if (mayBeDone(answer)) stage.promises.release(id, now);
}

export async function announce(stage: Stage, { app, pool: index, slots, minutes }: Step<'announce'>): Promise<void> {
  const by = stage.system.now().add({ minutes }).toString();
  const path = `accounts/demo/pools/${poolAt(stage, index).id}/announcements`;
  await ask(stage, { app, method: 'POST', path, body: { slots, by, note: 'a storm' } });
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
  const body = begins ? { reason: 'a storm' } : undefined;
  await ask(stage, { app, method: begins ? 'PUT' : 'DELETE', path: 'stop', body });
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
export async function badInput(stage: Stage, { app, pool: index, number }: Step<'bad-input'>): Promise<void> {
  const [method, path, body] = BAD[number % BAD.length] ?? ['PUT', 'stop', {}];
  const { id } = poolAt(stage, index);
  const before = await digest(stage);
  const named = (text: string) => text.replaceAll('POOL', id);
  const sent = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = await ask(stage, { app, method, path: named(path), body: named(sent), headers: { 'if-match': '*' } });
  if (isDone(answer))
    stage.breaches.push(`law 8: ${method} ${path} was answered with ${answer?.status}: ${sent.slice(0, 80)}`);
  if ((await digest(stage)) !== before)
    stage.breaches.push(`law 8: ${method} ${path} has changed what is kept: ${sent.slice(0, 80)}`);
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

function nodesOf(amount: number | string, { size }: StormPool): number {
  return typeof amount === 'number' ? amount : Math.ceil((Number.parseInt(amount, 10) * size) / 100);
}

function poolAt({ pools }: Stage, index: number): StormPool {
  const pool = pools[index % pools.length];
  if (pool === undefined) throw new Error('A storm has pools.');
  return pool;
}
