import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmulatedAccount } from '../../../support/emulated-account.ts';

let account: EmulatedAccount;

beforeEach(async () => {
  account = await EmulatedAccount.start();
});
afterEach(() => account.close());

/** What the nodes of the account became, as `idle 12:04:00`. */
async function lives(): Promise<readonly string[]> {
  const entries = await account.journal('transition');
  return entries.flatMap((entry) => (entry.kind === 'transition' ? [`${entry.to} ${entry.at.slice(11, 19)}`] : []));
}

async function ask(operation: 'reboot' | 'reimage', option?: string) {
  const [node] = await account.nodes('render');
  const name = operation === 'reboot' ? 'nodeRebootOption' : 'nodeReimageOption';
  return account.call<{ code: string }>(
    'POST',
    `/pools/render/nodes/${node?.id}/${operation}`,
    option === undefined ? {} : { [name]: option },
  );
}

const PASSING = { reboot: ['rebooting', 1], reimage: ['reimaging', 2] } as const;

describe.each(['reboot', 'reimage'] as const)('asked to %s, a node', (operation) => {
  const [passing, minutes] = PASSING[operation];

  it('starts again and is idle in the end', async () => {
    await account.createIdlePool('render');
    const { status, headers, body } = await ask(operation);
    const [node] = await account.nodes('render');
    expect([status, body, node?.state]).toEqual([202, undefined, passing]);
    expect(headers.get('dataserviceid')).toBe(`${account.url}/pools/render/nodes/${node?.id}/${operation}`);
    await account.advance('PT10M');
    const steps = [`${passing} 12:04:00`, `starting 12:0${4 + minutes}:00`, `idle 12:0${7 + minutes}:00`];
    expect((await lives()).slice(-3)).toEqual(steps);
    const [after] = await account.nodes('render');
    expect(after).toMatchObject({ id: node?.id, lastBootTime: `2026-03-02T12:0${7 + minutes}:00.0000000Z` });
  });

  it('runs its start task again', async () => {
    const properties = { startTask: { commandLine: 'sleep 60' } };
    await account.createIdlePool('render', { properties });
    await account.advance('PT1M');
    await ask(operation);
    await account.advance('PT10M');
    const [node] = await account.nodes('render');
    expect((await lives()).slice(-4).map((life) => life.split(' ')[0])).toEqual([
      passing,
      'starting',
      'waitingforstarttask',
      'idle',
    ]);
    expect(node?.startTaskInfo).toMatchObject({
      startTime: `2026-03-02T12:${String(8 + minutes).padStart(2, '0')}:00.0000000Z`,
    });
  });

  it.each([
    [undefined, 't1 active', passing],
    ['requeue', 't1 active', passing],
    ['terminate', 't1 completed', passing],
    ['taskcompletion', 't1 running', 'running'],
  ])('with %s leaves %s', async (option, task, state) => {
    await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 300);
    expect(await ask(operation, option)).toMatchObject({ status: 202 });
    expect([await account.tasks('job'), await account.states('render')]).toEqual([[task], [state]]);
    await account.addTasks('job', ['t2'], 30);
    await account.advance('PT1H');
    expect(await account.tasks('job')).toEqual(['t1 completed', 't2 completed']);
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('waits for the data of its tasks where that is asked', async () => {
    await account.createIdlePool('render');
    await account.createJob('job', 'render');
    await account.addTasks('job', ['t1'], 60, { constraints: { retentionTime: 'PT1H' } });
    await ask(operation, 'retaineddata');
    await account.advance('PT30M');
    expect(await account.states('render')).toEqual([passing]);
    await account.advance('PT40M');
    expect(await account.states('render')).toEqual(['idle']);
  });

  it('is not asked twice', async () => {
    await account.createIdlePool('render');
    await ask(operation);
    const { status, body } = await ask(operation);
    expect([status, body.code]).toEqual([409, operation === 'reboot' ? 'NodeBeingRebooted' : 'NodeBeingReimaged']);
  });

  it('has to be idle or running', async () => {
    await account.createPool('render');
    expect(await ask(operation)).toMatchObject({ status: 409, body: { code: 'NodeBeingCreated' } });
    await account.advance('PT4M');
    const [node] = await account.nodes('render');
    await account.deallocate('render', node?.id ?? '');
    await account.advance('PT1M');
    expect(await ask(operation)).toMatchObject({ status: 409, body: { code: 'OperationInvalidForCurrentState' } });
  });

  it('takes no other option and no other property', async () => {
    await account.createIdlePool('render');
    expect(await ask(operation, 'later')).toMatchObject({ status: 400, body: { code: 'InvalidPropertyValue' } });
    const path = `/pools/render/nodes/${(await account.nodes('render'))[0]?.id}/${operation}`;
    const body = { nodeDeallocateOption: 'requeue' };
    expect(await account.call('POST', path, body)).toMatchObject({
      status: 400,
      body: { code: 'UnsupportedProperty' },
    });
  });

  it('has to be there', async () => {
    await account.createIdlePool('render');
    const call = (path: string) => account.call('POST', `${path}/${operation}`, {});
    expect(await call('/pools/render/nodes/other')).toMatchObject({ status: 404, body: { code: 'NodeNotFound' } });
    expect(await call('/pools/other/nodes/other')).toMatchObject({ status: 404, body: { code: 'PoolNotFound' } });
  });
});

it('a node that is reimaged gets the newest version of its image', async () => {
  await account.createIdlePool('render');
  const versionOf = async () => (await account.nodes('render'))[0]?.virtualMachineInfo?.imageReference['exactVersion'];
  const before = await versionOf();
  const image = { publisher: 'microsoftcblmariner', offer: 'cbl-mariner', sku: 'cbl-mariner-2', version: '9.9.9' };
  await account.control('POST', 'images', image);
  await ask('reboot');
  await account.advance('PT10M');
  expect(await versionOf()).toBe(before);
  await ask('reimage');
  await account.advance('PT10M');
  expect(await versionOf()).toBe('9.9.9');
});
