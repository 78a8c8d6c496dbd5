import { describe, expect, it } from 'vitest';
import { receivers } from '../../../src/adapters/outbound/receivers.ts';
import { saveDocument } from '../../../src/app/documents/save-document.ts';
import { evaluatePool } from '../../../src/app/evaluation/evaluate-pool.ts';
import { evaluatePools } from '../../../src/app/evaluation/evaluate-pools.ts';
import { fromEvaluationMessage } from '../../../src/ports/evaluation-message.ts';
import { IMAGE } from '../../support/emulated-account.ts';
import { EventFlow, SECRET } from './support/event-flow.ts';

const MONITOR = {
  name: 'monitor',
  publisher: 'Microsoft.Azure.Monitor',
  type: 'AzureMonitorLinuxAgent',
  typeHandlerVersion: '1.0',
  autoUpgradeMinorVersion: true,
};

const flow = EventFlow.forEachTest();

/** A minute passes, then the timer fires and its pools are evaluated; so many times. */
async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    await flow.system.account.advance('PT1M');
    await evaluatePools(flow.ports);
    for (const request of (await flow.take('evaluate-pool')).flatMap(fromEvaluationMessage))
      await evaluatePool(flow.ports, request);
  }
}

/** A pool that is off, and has to have so many nodes ready at once. */
async function wanted(min: number, gate?: object): Promise<void> {
  const { account } = flow.system;
  const deploymentConfiguration = { virtualMachineConfiguration: { ...IMAGE, extensions: [MONITOR] } };
  const nodes = await account.createIdlePool('render', { dedicated: 4, properties: { deploymentConfiguration } });
  for (const { id } of nodes) await account.deallocate('render', id);
  await account.advance('PT5M');
  await flow.save('schedules', { id: 'hours', timeZone: 'Etc/UTC', windows: [], outside: { min } });
  const policy = { id: 'render', pools: ['render'], mode: 'enforce', schedules: ['hours'], canary: { share: '100%' } };
  await flow.save('policies', { ...policy, ...(gate !== undefined && { gate }) });
}

/** What a receiver was told, each verified, by type. */
function told(type: string) {
  return flow.receiver.verified(SECRET).filter((event) => event.type === `lamplighter.${type}`);
}

describe('a receiver is told', () => {
  it('of nodes that were started, of those that are off, and of the schedule that was changed in between', async () => {
    await flow.subscribe();
    await wanted(1);
    await minutes(10);
    const closed = { id: 'hours', timeZone: 'Etc/UTC', windows: [], outside: { min: 0, max: 0 } };
    const change = { kind: 'schedules', id: 'hours', value: closed, actor: 'anna', expected: 'any' } as const;
    await saveDocument(flow.ports, change);
    await minutes(5);
    await flow.run();
    const data = { account: 'demo', pool: 'render', after: { seconds: expect.any(Number) } };
    expect(told('node.started')).toMatchObject([{ subject: expect.stringMatching(/^tvmps_/), data }]);
    expect(told('node.deallocated')).toMatchObject([{ subject: told('node.started')[0].subject, data }]);
    expect(told('schedule.put').at(-1)).toMatchObject({
      subject: 'schedules/hours',
      data: { actor: 'anna', before: { outside: { min: 1 } }, after: closed },
    });
  });

  it('of a start that comes to nothing', async () => {
    await flow.subscribe({ events: ['lamplighter.node.start-failed'] });
    await wanted(1);
    await flow.system.account.control('PUT', 'latencies', { start: { median: 'PT5H', sigma: 0 } });
    await minutes(33);
    await flow.run();
    const [record] = await flow.recorded('node.start-failed');
    expect(told('node.start-failed')).toMatchObject([
      {
        id: `${record?.chain}/${record?.number}`,
        data: { reason: expect.stringContaining('it still shows starting') },
      },
    ]);
    expect(flow.receiver.received).toHaveLength(1);
    // The story of the start: its intent, what the service said, and its end.
    const { records } = await flow.ports.audit.page({ correlation: record?.correlation, limit: 10 });
    expect(records.map(({ action, phase }) => `${action} ${phase}`)).toEqual([
      'node.start-failed event',
      'start outcome',
      'start intent',
    ]);
  });

  it('of a window that opens too early for its nodes, and of one that closes before them', async () => {
    await flow.subscribe();
    await wanted(0);
    await flow.system.account.control('PUT', 'latencies', { start: { median: 'PT20M', sigma: 0 } });
    // Nodes are started six minutes before: the first window waits for them, the second is too short for that.
    const days = { days: ['MON-SUN'], capacity: { min: 1 } };
    const windows = [
      { ...days, name: 'long', from: '12:20', to: '12:45' },
      { ...days, name: 'short', from: '12:58', to: '13:03' },
    ];
    const value = { id: 'hours', timeZone: 'Etc/UTC', windows, outside: { min: 0, max: 0 } };
    await saveDocument(flow.ports, { kind: 'schedules', id: 'hours', value, actor: 'anna', expected: 'any' });
    await minutes(62);
    await flow.run();
    const of = (type: string) => told(type).map(({ data }) => [data.pool, data.reason]);
    expect(of('capacity.late')).toEqual([
      ['render', expect.stringContaining('window "long" of hours')],
      ['render', expect.stringContaining('window "short" of hours')],
    ]);
    expect(of('capacity.caught-up')).toEqual([['render', expect.stringContaining('window "long" of hours')]]);
    expect(of('capacity.missed')).toEqual([['render', expect.stringContaining('they never were')]]);
  });

  it('of what somebody else does, and of a pool that is left alone', async () => {
    await flow.subscribe();
    await wanted(1);
    await minutes(6);
    const [started] = (await flow.system.account.nodes('render')).filter(({ state }) => state === 'idle');
    await flow.system.account.deallocate('render', started?.id ?? '');
    await minutes(3);
    await flow.save('policies', { id: 'twin', pools: ['render'] });
    await minutes(2);
    await flow.run();
    expect(told('node.manual-deallocate')).toMatchObject([{ subject: started?.id, data: { pool: 'render' } }]);
    expect(told('pool.left-alone')).toMatchObject([
      { data: { pool: 'render', reason: expect.stringContaining('twin') } },
    ]);
  });

  it('in the form that the receiver takes', async () => {
    const template = { title: '{{type}}', text: '{{data.document}} by {{data.actor}}' };
    await flow.subscribe({ id: 'chat', events: ['lamplighter.policy.put'], format: 'slack' });
    await flow.subscribe({ id: 'tickets', events: ['lamplighter.policy.put'], format: 'template', template });
    await flow.save('policies', { id: 'render', pools: ['render'] });
    await flow.run();
    const bodies = flow.receiver.received.map(({ headers, body }) => [headers['content-type'], JSON.parse(body)]);
    expect(bodies.toSorted((a, b) => Object.keys(a[1]).length - Object.keys(b[1]).length)).toEqual([
      ['application/json; charset=utf-8', { text: '*policies/render: policy.put*\npolicies/render created' }],
      ['application/json; charset=utf-8', { title: 'lamplighter.policy.put', text: 'policies/render by test' }],
    ]);
  });

  it('by e-mail, once also where a message is sent again', async () => {
    const credential = () => ({ getToken: async () => ({ token: 'of the app', expiresOnTimestamp: 0 }) });
    flow.ports = { ...flow.ports, receivers: receivers({ hosts: [flow.receiver.host], credential }) };
    const email = { from: 'lamps@contoso.com', to: ['ops@contoso.com'] };
    await flow.subscribe({ id: 'mail', events: ['lamplighter.policy.put'], format: 'email', email });
    await flow.save('policies', { id: 'render', pools: ['render'] });
    flow.receiver.answers.push(503, 202);
    await flow.run();
    const [delivery] = await flow.deliveries('mail');
    if (delivery === undefined) throw new Error('There is no delivery.');
    expect(await flow.again(delivery)).toMatchObject({ delivery: { status: 'delivered' } });
    const sent = flow.receiver.received;
    expect(sent.map(({ path, headers }) => [path, headers['authorization']])).toEqual(
      Array(2).fill(['/emails:send?api-version=2023-03-31', 'Bearer of the app']),
    );
    expect(sent[0]?.headers['operation-id']).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(sent[1]?.headers['operation-id']).toBe(sent[0]?.headers['operation-id']);
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      senderAddress: 'lamps@contoso.com',
      content: {
        subject: 'policies/render: policy.put',
        plainText: expect.stringMatching(/^policies\/render created\n/),
      },
    });
  });

  it('of gates that are failed, and of the circuit that opens', async () => {
    await flow.subscribe();
    await wanted(3, { extensions: ['*'], timeout: 'PT10M', onFailure: 'quarantine' });
    const failure = { pool: 'render', name: 'monitor', outcome: 'failed', message: 'no workspace' };
    await flow.system.account.control('POST', 'extensions', failure);
    await minutes(15);
    await flow.run();
    expect(told('gate.failed')).toHaveLength(3);
    expect(told('gate.failed')[0].data.reason).toContain('no workspace');
    expect(told('circuit.opened')).toMatchObject([
      { source: '/lamplighter/accounts/demo/pools/render', data: { reason: expect.stringContaining('3 of 3') } },
    ]);
  });
});
